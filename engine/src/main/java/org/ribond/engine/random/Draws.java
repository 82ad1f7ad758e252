package org.ribond.engine.random;

/**
 * Random choices of one epoch as a function of their place: word pairs of Philox with counter
 * {@code (index / 2, attempt, stream, epoch)} and key {@code (seed, member)}. A choice among {@code
 * n} takes the upper 64 bits of a 128-bit product, so that no outcome is off by more than {@code n
 * / 2^64} in probability. Not thread-safe: each thread has its own.
 */
public final class Draws {
  private final int stream;
  private final int epoch;
  private final int seed;
  private final int member;
  private final int[] words = new int[4];
  private int block = -1;
  private int attempt = -1;

  /** The choices of one purpose in one epoch; {@code epoch} may be any number of the run. */
  public Draws(RandomStream stream, int epoch, int seed, int member) {
    this.stream = stream.word(0);
    this.epoch = epoch;
    this.seed = seed;
    this.member = member;
  }

  /**
   * Choice number {@code index} (at least 0) among {@code 0 .. count - 1}, the {@code attempt}th.
   */
  public long below(long count, int index, int attempt) {
    if (index >>> 1 != block || attempt != this.attempt) {
      block = index >>> 1;
      this.attempt = attempt;
      Philox.block(block, attempt, stream, epoch, seed, member, words);
    }
    int first = (index & 1) << 1;
    long bits = (long) words[first] << 32 | (words[first + 1] & 0xFFFFFFFFL);
    return Math.unsignedMultiplyHigh(bits, count);
  }

  /** Puts {@code values} into random order: the shuffle of Fisher and Yates. */
  public static void shuffle(int[] values, int epoch, int seed, int member) {
    Draws draws = new Draws(RandomStream.SHUFFLE, epoch, seed, member);
    for (int i = values.length - 1; i > 0; i--) {
      int other = (int) draws.below(i + 1L, i, 0);
      int value = values[i];
      values[i] = values[other];
      values[other] = value;
    }
  }
}
