package org.ribond.engine.contact.sampling;

import java.util.Arrays;
import java.util.List;

/**
 * Samples in the order in which they are to be trained: 16 bytes each.
 *
 * @param residues position of each sample's residue in {@link LetterPools#residues()}
 * @param bases position of each sample's base in {@link LetterPools#bases()}
 * @param labels 1 for a contact, 0 for a negative
 * @param weights weight of each sample in the loss, mean about 1
 */
public record PairSet(int[] residues, int[] bases, int[] labels, float[] weights) {
  /** No samples. */
  public static PairSet empty() {
    return new PairSet(new int[0], new int[0], new int[0], new float[0]);
  }

  /** Number of samples. */
  public int size() {
    return labels.length;
  }

  /** The samples of these numbers, in this order; a number may come more than once. */
  public PairSet subset(int[] numbers) {
    int count = numbers.length;
    PairSet subset = new PairSet(new int[count], new int[count], new int[count], new float[count]);
    for (int i = 0; i < count; i++) {
      subset.residues[i] = residues[numbers[i]];
      subset.bases[i] = bases[numbers[i]];
      subset.labels[i] = labels[numbers[i]];
      subset.weights[i] = weights[numbers[i]];
    }
    return subset;
  }

  /**
   * The samples of all {@code sets}, one after another.
   *
   * @throws IllegalArgumentException if they are more than 2^31 - 1
   */
  static PairSet concatenation(List<PairSet> sets) {
    long total = sets.stream().mapToLong(PairSet::size).sum();
    if (total > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          total + " cells are too many to take all of them: ask for some negatives per contact");
    }
    int count = (int) total;
    PairSet all = new PairSet(new int[count], new int[count], new int[count], new float[count]);
    int at = 0;
    for (PairSet set : sets) {
      System.arraycopy(set.residues, 0, all.residues, at, set.size());
      System.arraycopy(set.bases, 0, all.bases, at, set.size());
      System.arraycopy(set.labels, 0, all.labels, at, set.size());
      System.arraycopy(set.weights, 0, all.weights, at, set.size());
      at += set.size();
    }
    return all;
  }

  /** Collects samples one by one. */
  static final class Builder {
    private PairSet samples = new PairSet(new int[64], new int[64], new int[64], new float[64]);
    private int count;

    void add(int residue, int base, int label, float weight) {
      if (count == samples.size()) {
        samples = resized(2 * count);
      }
      samples.residues[count] = residue;
      samples.bases[count] = base;
      samples.labels[count] = label;
      samples.weights[count++] = weight;
    }

    private PairSet resized(int size) {
      return new PairSet(
          Arrays.copyOf(samples.residues, size),
          Arrays.copyOf(samples.bases, size),
          Arrays.copyOf(samples.labels, size),
          Arrays.copyOf(samples.weights, size));
    }

    PairSet build() {
      return resized(count);
    }
  }
}
