package org.ribond.engine.label.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ribond.engine.file.DataException;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.model.LabelModel;
import org.ribond.engine.network.Tensor;

/**
 * The motifs of a network's first layer: for each filter, the windows of some sequences where its
 * pre-activation is above half of the greatest one that it has anywhere (Alipanahi et al., Nat.
 * Biotechnol. 33, 2015), put one below another.
 */
public final class FilterMotifs {
  private static final String WORDS = "words.";
  private static final double SHARE_OF_GREATEST = 0.5;

  private final LabelData data;
  private final String layer;
  private final Tensor weights;
  private final float[] bias;
  private final int word;
  private final int words;

  private FilterMotifs(LabelData data, String layer, Tensor weights, float[] bias, int word) {
    this.data = data;
    this.layer = layer;
    this.weights = weights;
    this.bias = bias;
    this.word = word;
    words = (int) Math.round(Math.pow(data.alphabet().size(), word));
  }

  /**
   * The motifs of a member's filters, in their order. A filter that no window excites has none.
   *
   * @param member number of the ensemble member, from 0
   * @param data sequences to look at, of the model's letters
   * @throws DataException if the model has no convolution over letters, or the letters differ
   */
  public static List<FilterMotif> of(LabelModel model, int member, LabelData data) {
    if (!model.facts().molecule().reads(data.molecule())) {
      throw new DataException(data.source() + ": its letters are not the model's");
    }
    List<FilterMotif> motifs = new ArrayList<>();
    List<Tensor> tensors = model.trained().members().get(member).tensors();
    for (int i = 0; i + 1 < tensors.size(); i++) {
      Tensor weights = tensors.get(i);
      int at = weights.name().lastIndexOf(WORDS);
      boolean isFirst = weights.name().startsWith("stem.") || weights.name().startsWith("conv.1.");
      if (at >= 0 && isFirst) {
        int word = Integer.parseInt(weights.name().substring(at + WORDS.length()));
        String layer = weights.name().substring(0, at);
        float[] bias = tensors.get(i + 1).values();
        motifs.addAll(new FilterMotifs(data, layer, weights, bias, word).motifs());
      }
    }
    if (motifs.isEmpty()) {
      throw new DataException(
          "the model has no filters of letters that " + data.source() + " excites");
    }
    return motifs;
  }

  private int taps() {
    return weights.rows() / words;
  }

  /** Letters of a window: of all its words together. */
  private int width() {
    return taps() + word - 1;
  }

  private List<FilterMotif> motifs() {
    int filters = weights.columns();
    float[] greatest = new float[filters];
    float[] values = new float[filters];
    for (int row = 0; row < data.size(); row++) {
      byte[] codes = data.codes(row);
      for (int begin = 0; begin + width() <= codes.length; begin++) {
        activate(codes, begin, values);
        for (int filter = 0; filter < filters; filter++) {
          greatest[filter] = Math.max(greatest[filter], values[filter]);
        }
      }
    }
    int letters = data.alphabet().size();
    int[][] counts = new int[filters][width() * letters];
    int[] sites = new int[filters];
    for (int row = 0; row < data.size(); row++) {
      byte[] codes = data.codes(row);
      for (int begin = 0; begin + width() <= codes.length; begin++) {
        activate(codes, begin, values);
        for (int filter = 0; filter < filters; filter++) {
          if (greatest[filter] > 0 && values[filter] > SHARE_OF_GREATEST * greatest[filter]) {
            sites[filter]++;
            count(codes, begin, counts[filter]);
          }
        }
      }
    }
    List<FilterMotif> motifs = new ArrayList<>();
    for (int filter = 0; filter < filters; filter++) {
      if (sites[filter] > 0) {
        String name = layer + "filter." + (filter + 1);
        motifs.add(new FilterMotif(name, letters, counts[filter], sites[filter]));
      }
    }
    return motifs;
  }

  private void count(byte[] codes, int begin, int[] counts) {
    int letters = data.alphabet().size();
    for (int place = 0; place < width(); place++) {
      int code = codes[begin + place];
      if (code < letters) {
        counts[place * letters + code]++;
      }
    }
  }

  /** Writes the pre-activations of all filters for a window that lies within the sequence. */
  private void activate(byte[] codes, int begin, float[] values) {
    System.arraycopy(bias, 0, values, 0, values.length);
    int letters = data.alphabet().size();
    for (int tap = 0; tap < taps(); tap++) {
      int code = 0;
      boolean isKnown = true;
      for (int i = begin + tap; i < begin + tap + word; i++) {
        isKnown &= codes[i] < letters;
        code = code * letters + codes[i];
      }
      if (isKnown) {
        int row = (tap * words + code) * values.length;
        for (int filter = 0; filter < values.length; filter++) {
          values[filter] += weights.values()[row + filter];
        }
      }
    }
  }

  /** Share of each letter among the known letters of a set. */
  public static List<Double> background(LabelData data) {
    long[] counts = new long[data.alphabet().size()];
    for (int row = 0; row < data.size(); row++) {
      for (byte code : data.codes(row)) {
        if (code < counts.length) {
          counts[code]++;
        }
      }
    }
    long all = Math.max(1, Arrays.stream(counts).sum());
    return Arrays.stream(counts).mapToObj(count -> count / (double) all).toList();
  }
}
