package org.ribond.engine.random;

/**
 * What one stream of random numbers is for. The purpose is the third word of Philox's counter (with
 * a layer or similar number in its lower 16 bits), so that no two uses share numbers.
 */
public enum RandomStream {
  /** Initial weights. */
  WEIGHTS(1),
  /** Dropout masks. */
  DROPOUT(2),
  /** Order of the samples in an epoch. */
  SHUFFLE(3),
  /** Choice of negatives. */
  NEGATIVES(4),
  /** Splits, folds and bootstraps of a data set. */
  SPLIT(5),
  /** Which strand of a sequence is read. */
  STRANDS(6),
  /** How often layers are passed in a step. */
  CYCLES(7),
  /** Which two of a group are seen together, and what of them. */
  VIEWS(8),
  /** Which maps an epoch has, and what of their chains. */
  MAPS(9);

  private final int number;

  RandomStream(int number) {
    this.number = number;
  }

  /** The counter word of this purpose and {@code index} (a layer, a chain), 0 to 65,535. */
  public int word(int index) {
    if (index < 0 || index > 0xFFFF) {
      throw new IllegalArgumentException("random stream index " + index + " is not in 0..65535");
    }
    return number << 16 | index;
  }
}
