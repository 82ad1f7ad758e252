package org.ribond.engine.compute;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Maps at which kernels break: none, empty ones, narrower than a tile or a convolution, unequal.
 */
final class MapSource {
  private static final int[] SIDES = {0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 23, 31, 33};

  private MapSource() {}

  /**
   * Maps with a number of channels before and behind a convolution.
   *
   * @param channels columns of the input
   * @param n columns of the output
   */
  record Case(Layout maps, MapConvolution shape, int channels, int n) {
    private long work() {
      return (long) maps.sites() * shape.taps() * channels * (shape.depthwise() ? 1 : n);
    }

    @Override
    public String toString() {
      return shape + " of " + channels + " to " + n + " channels over " + sides(maps);
    }
  }

  /** Sides of maps, for messages. */
  static String sides(Layout maps) {
    return IntStream.range(0, maps.count())
        .mapToObj(map -> maps.height(map) + "x" + maps.width(map))
        .toList()
        .toString();
  }

  /** At least 100 cases, of which each has few enough operations for the reference. */
  static Stream<Case> cases(SplittableRandom random) {
    return Stream.concat(
        Stream.of(
            new Case(square(), MapConvolution.full(3, 1), 5, 7),
            new Case(square(0, 0), MapConvolution.full(3, 2), 5, 7),
            new Case(square(4, 3), MapConvolution.full(3, 1), 0, 7),
            new Case(square(4, 3), MapConvolution.full(3, 1), 7, 0),
            new Case(square(67), MapConvolution.full(3, 1), 3, 2),
            new Case(square(40, 41), MapConvolution.depthwise(3, 4), 17, 17),
            new Case(square(3), MapConvolution.full(3, 1), 65, 70),
            new Case(square(2), MapConvolution.full(5, 3), 16, 48)),
        IntStream.range(0, 100).mapToObj(i -> random(random)));
  }

  private static Case random(SplittableRandom random) {
    while (true) {
      boolean isDepthwise = random.nextInt(3) == 0;
      MapConvolution shape =
          new MapConvolution(
              new int[] {1, 3, 3, 3, 5}[random.nextInt(5)],
              new int[] {1, 1, 2, 3, 8}[random.nextInt(5)],
              isDepthwise);
      int channels = ChainSource.width(random);
      int n = isDepthwise ? channels : ChainSource.width(random);
      Case drawn = new Case(maps(random), shape, channels, n);
      if (drawn.work() <= 400_000) {
        return drawn;
      }
    }
  }

  /** Square maps. */
  static Layout square(int... sides) {
    return Layout.maps(sides, sides);
  }

  /** Up to four maps. */
  static Layout maps(SplittableRandom random) {
    int[] heights = sides(random.nextInt(1, 5), random);
    return Layout.maps(heights, sides(heights.length, random));
  }

  static int[] sides(int count, SplittableRandom random) {
    int[] sides = new int[count];
    Arrays.setAll(sides, i -> SIDES[random.nextInt(SIDES.length)]);
    return sides;
  }
}
