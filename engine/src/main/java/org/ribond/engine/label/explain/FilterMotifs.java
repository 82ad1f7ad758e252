package org.ribond.engine.label.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ribond.engine.file.DataException;
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

  private final List<byte[]> sequences;
  private final int letters;
  private final String layer;
  private final Tensor weights;
  private final float[] bias;
  private final int word;
  private final int words;

  private FilterMotifs(
      List<byte[]> sequences, int letters, String layer, Tensor weights, float[] bias, int word) {
    this.sequences = sequences;
    this.letters = letters;
    this.layer = layer;
    this.weights = weights;
    this.bias = bias;
    this.word = word;
    words = (int) Math.round(Math.pow(letters, word));
  }

  /**
   * The motifs of a member's filters, in their order. A filter that no window excites has none.
   *
   * @param member number of the ensemble member, from 0
   * @param sequences letter codes of the sequences to look at
   * @throws DataException if the model has no convolution over letters, or nothing excites one
   */
  public static List<FilterMotif> of(LabelModel model, int member, List<byte[]> sequences) {
    int letters = model.facts().molecule().alphabet().size();
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
        motifs.addAll(new FilterMotifs(sequences, letters, layer, weights, bias, word).motifs());
      }
    }
    if (motifs.isEmpty()) {
      throw new DataException("the model has no filters of letters that the sequences excite");
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
    for (byte[] codes : sequences) {
      for (int begin = 0; begin + width() <= codes.length; begin++) {
        activate(codes, begin, values);
        for (int filter = 0; filter < filters; filter++) {
          greatest[filter] = Math.max(greatest[filter], values[filter]);
        }
      }
    }
    int[][] counts = new int[filters][width() * letters];
    int[] sites = new int[filters];
    for (byte[] codes : sequences) {
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

  /**
   * Share of each letter among the known letters of some sequences.
   *
   * @param letters number of letters
   */
  public static List<Double> background(List<byte[]> sequences, int letters) {
    long[] counts = new long[letters];
    for (byte[] codes : sequences) {
      for (byte code : codes) {
        if (code < counts.length) {
          counts[code]++;
        }
      }
    }
    long all = Math.max(1, Arrays.stream(counts).sum());
    return Arrays.stream(counts).mapToObj(count -> count / (double) all).toList();
  }
}
