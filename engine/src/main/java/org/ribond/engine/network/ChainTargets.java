package org.ribond.engine.network;

import org.ribond.engine.compute.Contrast;

/**
 * What the sequences of a mini-batch are to give, and so what the loss is.
 *
 * <p>Arrays are not copied and not to be changed while a step uses them.
 */
public sealed interface ChainTargets {
  /** Number of sequences. */
  int size();

  /** Fails unless there are targets for so many outputs. */
  void check(int outputs);

  /**
   * A class each: softmax cross-entropy.
   *
   * @param labels class of each sequence, 0 to outputs - 1
   * @param weights weight of each sequence in the loss
   */
  record Classes(int[] labels, float[] weights) implements ChainTargets {
    @Override
    public int size() {
      return labels.length;
    }

    @Override
    public void check(int outputs) {
      if (weights.length != labels.length) {
        throw new IllegalArgumentException(
            labels.length + " labels have " + weights.length + " weights");
      }
      for (int label : labels) {
        FamilyNumbers.check("label", label, 0, outputs - 1);
      }
    }
  }

  /**
   * Numbers each, one for each output.
   *
   * @param loss what their distance from the outputs costs
   * @param columns numbers of a sequence
   * @param values sequences x columns, row-major
   * @param weights weight of each number in the loss, of the same shape; 0 where it is missing
   */
  record Numbers(Loss loss, int columns, float[] values, float[] weights) implements ChainTargets {
    /** What distance costs. */
    public enum Loss {
      /** Sigmoid cross-entropy of logits; numbers are in [0, 1]. */
      SIGMOID_CROSS_ENTROPY,
      /** Half the squared error. */
      SQUARED_ERROR
    }

    @Override
    public int size() {
      return values.length / columns;
    }

    @Override
    public void check(int outputs) {
      if (columns != outputs || values.length % columns != 0 || weights.length != values.length) {
        throw new IllegalArgumentException(
            "targets: %d numbers and %d weights in %d columns, the network has %d outputs"
                .formatted(values.length, weights.length, columns, outputs));
      }
    }
  }

  /**
   * Two views of each of n pairs, a contrastive loss: sequence {@code i < n} is the first view of
   * pair {@code i}, sequence {@code n + i} the second. All go through the network in one chunk.
   *
   * @param contrast the loss
   * @param weights weight of each pair's positive
   */
  record Pairs(Contrast contrast, float[] weights) implements ChainTargets {
    @Override
    public int size() {
      return 2 * weights.length;
    }

    @Override
    public void check(int outputs) {}
  }

  /**
   * What is at each letter of the sequences, of networks with two outputs for each: where in its
   * sequence something is, in softmax over the sequence's letters, and whether it is there, by
   * sigmoid cross-entropy.
   *
   * @param targets letters x 2: how much of the something is at the letter; and the probability
   *     that it is there
   * @param weights letters x 2: 0, for the softmax has none; and the weight of the sigmoid, 0 where
   *     the target is missing
   * @param offsets letters x 2, added to the network's outputs: what is known of how likely either
   *     is, whatever the letters; far below 0 where the first cannot be
   */
  record Sites(float[] targets, float[] weights, float[] offsets) implements ChainTargets {
    /** Outputs for each letter. */
    public static final int COLUMNS = 2;

    @Override
    public int size() {
      return targets.length / COLUMNS;
    }

    @Override
    public void check(int outputs) {
      if (outputs != COLUMNS
          || targets.length % COLUMNS != 0
          || weights.length != targets.length
          || offsets.length != targets.length) {
        throw new IllegalArgumentException(
            "sites: %d targets, %d weights and %d offsets in 2 columns, the network has %d outputs"
                .formatted(targets.length, weights.length, offsets.length, outputs));
      }
    }

    /** The first column of the targets, 0 in the second. */
    float[] shares() {
      float[] shares = new float[targets.length];
      for (int at = 0; at < shares.length; at += COLUMNS) {
        shares[at] = targets[at];
      }
      return shares;
    }
  }
}
