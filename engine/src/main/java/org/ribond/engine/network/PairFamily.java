package org.ribond.engine.network;

/** A family of networks that give numbers for each pair of a sequence's letters. */
public sealed interface PairFamily extends Family permits Fold, RnaFormer {
  /** Bound of {@link #cycles}. */
  int MOST_CYCLES = 64;

  /** Numbers of a pair that it reads besides the letters; 0 for none. */
  int given();

  /** Numbers of a pair that it gives: 1 for the logit of a pair, 2 for those of none and of one. */
  int outputs();

  /** Passes of the layers above a recycled one; 1 for no recycling. */
  int cycles();
}
