package org.ribond.engine.predict;

import java.util.List;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.Architecture;
import org.ribond.engine.network.Tensor;
import org.ribond.engine.network.Weights;
import org.ribond.engine.network.Window;
import org.ribond.engine.sequence.Sequence;

/**
 * Scores pairs the plain way, in double: writes out the concatenated one-hot windows of each pair
 * and multiplies them through all layers.
 */
final class DenseReference {
  private DenseReference() {}

  /** Mean probability of a contact over the members. */
  static double score(TrainedModel model, Sequence protein, Sequence rna, int residue, int base) {
    double sum = 0;
    for (Weights weights : model.members()) {
      sum += probability(model.architecture(), weights, protein, rna, residue, base);
    }
    return sum / model.members().size();
  }

  private static double probability(
      Architecture architecture,
      Weights weights,
      Sequence protein,
      Sequence rna,
      int residue,
      int base) {
    List<Tensor> tensors = weights.tensors();
    Window residues = architecture.windows().getFirst();
    Window bases = architecture.windows().getLast();
    double[] a = product(oneHot(residues, protein, residue), tensors.get(0));
    double[] b = product(oneHot(bases, rna, base), tensors.get(1));
    double[] values = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      values[i] = architecture.activation().apply(a[i] + b[i] + tensors.get(2).values()[i]);
    }
    int layers = architecture.hidden().size();
    for (int layer = 1; layer <= layers; layer++) {
      values = product(values, tensors.get(1 + 2 * layer));
      float[] bias = tensors.get(2 + 2 * layer).values();
      for (int i = 0; i < values.length; i++) {
        values[i] += bias[i];
        if (layer < layers) {
          values[i] = architecture.activation().apply(values[i]);
        }
      }
    }
    return 1 / (1 + Math.exp(values[0] - values[1]));
  }

  private static double[] oneHot(Window window, Sequence chain, int centre) {
    double[] code = new double[window.weightRows()];
    for (int k = 0; k < window.length(); k++) {
      int place = centre - window.halfWindow() + k;
      if (place >= 0 && place < chain.length() && chain.code(place) < window.alphabet()) {
        code[k * window.alphabet() + chain.code(place)] = 1;
      }
    }
    return code;
  }

  private static double[] product(double[] row, Tensor matrix) {
    double[] result = new double[matrix.columns()];
    for (int i = 0; i < row.length; i++) {
      for (int j = 0; j < result.length; j++) {
        result[j] += row[i] * matrix.values()[i * matrix.columns() + j];
      }
    }
    return result;
  }
}
