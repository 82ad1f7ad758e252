package org.ribond.engine.compute;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Sizes at which kernels break: nothing, one, odd, prime, and next to lanes, tiles and blocks. */
final class ShapeSource {
  private static final int[] EDGES = {
    0, 1, 2, 3, 4, 5, 7, 8, 9, 13, 15, 16, 17, 23, 31, 32, 33, 47, 48, 49, 63, 64, 65, 67, 97, 127,
    128, 129, 131
  };

  private static final int[][] THIN = {
    {1, 1, 4099},
    {1, 2, 1025},
    {2, 1, 513},
    {3, 5, 1100},
    {1, 4099, 1},
    {4099, 1, 1},
    {4099, 2, 3},
    {1031, 2, 65},
    {2, 1031, 65},
    {65, 3, 1031},
    {70, 17, 513},
    {129, 33, 700},
    {9, 130, 1537},
    {0, 5, 7},
    {5, 0, 7},
    {5, 7, 0},
    {0, 0, 0},
    {512, 16, 16},
    {16, 512, 16},
    {16, 16, 512},
    {257, 31, 33}
  };

  private ShapeSource() {}

  /**
   * Triples of sizes, at least 220: the thin and empty ones of a list, then random combinations of
   * edge sizes whose product stays small enough for the reference.
   */
  static Stream<int[]> triples(SplittableRandom random) {
    return Stream.concat(Stream.of(THIN), IntStream.range(0, 200).mapToObj(i -> triple(random)));
  }

  private static int[] triple(SplittableRandom random) {
    while (true) {
      int[] sizes = {size(random), size(random), size(random)};
      if ((long) sizes[0] * sizes[1] * sizes[2] <= 200_000) {
        return sizes;
      }
    }
  }

  private static int size(SplittableRandom random) {
    return random.nextInt(4) == 0 ? random.nextInt(1, 150) : EDGES[random.nextInt(EDGES.length)];
  }

  static String name(String operation, int[] sizes) {
    return operation + " " + IntStream.of(sizes).mapToObj(Integer::toString).toList();
  }
}
