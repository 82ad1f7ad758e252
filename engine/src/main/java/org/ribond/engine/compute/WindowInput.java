package org.ribond.engine.compute;

/**
 * One windowed input of a batch of samples. Sample {@code i} sees the {@code 2 * halfWindow + 1}
 * letters around {@code positions[first + i]} in a pool of letters. A letter that is not in {@code
 * 0..alphabet-1} (unknown, or past the end of a chain) stands for a zero row. Chains in the pool
 * are set apart by at least {@code halfWindow} such letters, and the pool starts and ends with as
 * many, so that no window leaves it.
 *
 * @param letters pool of letters of all chains
 * @param positions centres of the windows, indices into {@code letters}
 * @param first index in {@code positions} of the first sample of the batch
 * @param alphabet number of letters
 * @param halfWindow letters on each side of the centre, at least 0
 */
public record WindowInput(Ints letters, Ints positions, int first, int alphabet, int halfWindow) {
  /** Rows of the weight matrix of this input: {@code (2 * halfWindow + 1) * alphabet}. */
  public int weightRows() {
    return (2 * halfWindow + 1) * alphabet;
  }
}
