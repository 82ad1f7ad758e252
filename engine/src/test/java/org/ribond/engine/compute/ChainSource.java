package org.ribond.engine.compute;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Chains at which kernels break: none, empty ones, shorter than a window, next to lanes and blocks,
 * and several of unequal length.
 */
final class ChainSource {
  private static final int[] LENGTHS = {
    0, 1, 2, 3, 4, 5, 7, 8, 13, 15, 16, 17, 31, 33, 63, 64, 65, 67, 127, 131
  };

  private static final int[] WIDTHS = {0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65};

  private ChainSource() {}

  /**
   * Chains with a number of channels before and behind an operation.
   *
   * @param channels columns of the input
   * @param n columns of the output
   */
  record Case(Layout chains, Convolution shape, int channels, int n) {
    private long work() {
      return (long) chains.sites() * shape.width() * channels * n;
    }

    @Override
    public String toString() {
      return shape
          + " of "
          + channels
          + " to "
          + n
          + " channels along "
          + Arrays.toString(IntStream.range(0, chains.count()).map(chains::length).toArray());
    }
  }

  /** At least 160 cases, of which each has few enough operations for the reference. */
  static Stream<Case> cases(SplittableRandom random) {
    return Stream.concat(
        Stream.of(
            new Case(Layout.chains(), Convolution.same(3, 1), 5, 7),
            new Case(Layout.chains(0, 0), Convolution.same(3, 2), 5, 7),
            new Case(Layout.chains(9, 4), Convolution.same(3, 1), 0, 7),
            new Case(Layout.chains(9, 4), Convolution.same(3, 1), 7, 0),
            new Case(Layout.chains(70, 9), Convolution.same(9, 3), 131, 5),
            new Case(Layout.chains(11), Convolution.same(3, 1), 530, 17),
            new Case(Layout.chains(11), Convolution.same(5, 2), 17, 530),
            new Case(Layout.chains(700, 0, 650), Convolution.same(3, 16), 6, 19),
            new Case(
                Layout.chains(701, 600), new Convolution(4, 3, 2, Convolution.Edge.VALID), 5, 18),
            new Case(
                Layout.chains(IntStream.range(0, 300).map(i -> i % 7).toArray()),
                Convolution.same(5, 1),
                3,
                9)),
        IntStream.range(0, 150).mapToObj(i -> random(random)));
  }

  private static Case random(SplittableRandom random) {
    while (true) {
      Convolution shape =
          new Convolution(
              random.nextInt(1, 10),
              new int[] {1, 1, 2, 3, 8, 16}[random.nextInt(6)],
              new int[] {1, 1, 2, 3, 5}[random.nextInt(5)],
              BackendUnderTest.pick(Convolution.Edge.values(), random));
      Case drawn = new Case(chains(random), shape, width(random), width(random));
      if (drawn.work() <= 200_000) {
        return drawn;
      }
    }
  }

  /** Up to six chains. */
  static Layout chains(SplittableRandom random) {
    int[] lengths = new int[random.nextInt(1, 7)];
    Arrays.setAll(
        lengths,
        i ->
            random.nextInt(4) == 0 ? random.nextInt(150) : LENGTHS[random.nextInt(LENGTHS.length)]);
    return Layout.chains(lengths);
  }

  /** A number of channels. */
  static int width(SplittableRandom random) {
    return random.nextInt(4) == 0 ? random.nextInt(1, 70) : WIDTHS[random.nextInt(WIDTHS.length)];
  }

  /** Pooling of any kind. */
  static Pooling pooling(SplittableRandom random) {
    Pooling.Kind kind = BackendUnderTest.pick(Pooling.Kind.values(), random);
    return switch (BackendUnderTest.pick(Pooling.Extent.values(), random)) {
      case WINDOWS ->
          new Pooling(kind, Pooling.Extent.WINDOWS, random.nextInt(1, 8), random.nextInt(1, 8));
      case PARTS -> Pooling.parts(kind, random.nextInt(1, 12));
      case WHOLE -> Pooling.whole(kind);
    };
  }
}
