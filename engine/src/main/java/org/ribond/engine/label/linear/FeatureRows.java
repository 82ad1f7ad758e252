package org.ribond.engine.label.linear;

import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.linear.SparseRow;
import org.ribond.engine.linear.SparseRows;

/** The sequences of a set by their features, computed anew for each reading. */
final class FeatureRows implements SparseRows {
  private final LabelData data;
  private final LinearFeatures features;

  FeatureRows(LabelData data, LinearFeatures features) {
    this.data = data;
    this.features = features;
  }

  @Override
  public int rows() {
    return data.size();
  }

  @Override
  public int columns() {
    return features.size();
  }

  @Override
  public void read(int row, SparseRow into) {
    byte[] codes = data.codes(row);
    features.read(codes, codes.length, new int[features.words()], into);
  }
}
