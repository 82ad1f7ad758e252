package org.ribond.engine.compute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Parity.Operand;

/** Parity of operations over maps, and of attention along lines, with the reference. */
abstract class MapContract extends TargetContract {
  @Test
  void mapConvolution_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("mapConvolution");
    MapSource.cases(random)
        .forEach(
            drawn -> {
              MapConvolution shape = drawn.shape();
              boolean biased = random.nextBoolean();
              Activation activation = pick(Activation.values(), random);
              Dropout dropout = dropout(random);
              int terms = shape.weightRows(drawn.channels());
              try (Parity parity = parity()) {
                Operand x = parity.matrix(drawn.maps().sites(), drawn.channels(), random);
                Operand weights = parity.matrix(terms, drawn.n(), random);
                Operand bias = parity.matrix(1, drawn.n(), random);
                Operand out = parity.matrix(drawn.maps().sites(), drawn.n(), random);
                parity.run(
                    side ->
                        side.backend()
                            .mapConvolution(
                                shape,
                                drawn.maps(),
                                side.of(x),
                                side.of(weights),
                                side.of(out),
                                epilogue(side, biased, bias, activation, dropout)));
                parity.check(out, terms, drawn + ", " + activation + ", " + dropout);
              }
            });
  }

  @Test
  void mapConvolutionInputGradient_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("mapConvolutionInputGradient");
    MapSource.cases(random)
        .forEach(
            drawn -> {
              MapConvolution shape = drawn.shape();
              boolean accumulate = random.nextBoolean();
              try (Parity parity = parity()) {
                Operand dz = parity.matrix(drawn.maps().sites(), drawn.n(), random);
                Operand weights =
                    parity.matrix(shape.weightRows(drawn.channels()), drawn.n(), random);
                Operand dx = parity.matrix(drawn.maps().sites(), drawn.channels(), random);
                parity.run(
                    side ->
                        side.backend()
                            .mapConvolutionInputGradient(
                                shape,
                                drawn.maps(),
                                side.of(dz),
                                side.of(weights),
                                accumulate,
                                side.of(dx)));
                parity.check(
                    dx, shape.taps() * drawn.n(), drawn + (accumulate ? ", accumulated" : ""));
              }
            });
  }

  @Test
  void mapConvolutionWeightGradient_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("mapConvolutionWeightGradient");
    MapSource.cases(random)
        .forEach(
            drawn -> {
              MapConvolution shape = drawn.shape();
              try (Parity parity = parity()) {
                Operand x = parity.matrix(drawn.maps().sites(), drawn.channels(), random);
                Operand dz = parity.matrix(drawn.maps().sites(), drawn.n(), random);
                Operand gradient =
                    parity.matrix(shape.weightRows(drawn.channels()), drawn.n(), random);
                parity.run(
                    side ->
                        side.backend()
                            .mapConvolutionWeightGradient(
                                shape, drawn.maps(), side.of(x), side.of(dz), side.of(gradient)));
                parity.check(gradient, drawn.maps().sites(), drawn.toString());
              }
            });
  }

  @Test
  void mapConvolution_besideOtherMaps_givesTheBitsOfTheMapAlone() {
    SplittableRandom random = TestSeed.random("maps alone");
    MapConvolution shape = MapConvolution.full(3, 1);
    int[] sides = {3, 41, 0, 1, 30};
    float[] weights = Parity.random(9 * 6 * 17, random);
    Layout maps = MapSource.square(sides);
    float[] all = Parity.random(maps.sites() * 6, random);
    float[] together = convolved(shape, maps, all, weights);
    for (int map = 0; map < sides.length; map++) {
      int start = maps.start(map);
      int end = maps.start(map + 1);
      assertArrayEquals(
          convolved(
              shape,
              MapSource.square(sides[map]),
              Arrays.copyOfRange(all, start * 6, end * 6),
              weights),
          Arrays.copyOfRange(together, start * 17, end * 17),
          0,
          "map of " + sides[map] + TestSeed.hint());
    }
  }

  private float[] convolved(MapConvolution shape, Layout maps, float[] input, float[] kernel) {
    try (Matrix x = backend().allocate(maps.sites(), 6);
        Matrix weights = backend().allocate(9 * 6, 17);
        Matrix out = backend().allocate(maps.sites(), 17)) {
      backend().upload(input, x);
      backend().upload(kernel, weights);
      backend().mapConvolution(shape, maps, x, weights, out, Epilogue.NONE);
      float[] values = new float[maps.sites() * 17];
      backend().download(out, values);
      return values;
    }
  }

  @Test
  void outerSum_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("outerSum");
    for (int repeat = 0; repeat < 120; repeat++) {
      Layout maps = repeat == 0 ? MapSource.square() : MapSource.maps(random);
      Layout rows = MapSide.ROWS.chains(maps);
      Layout columns = MapSide.COLUMNS.chains(maps);
      int n = ChainSource.width(random);
      boolean accumulate = random.nextBoolean();
      try (Parity parity = parity()) {
        Operand p = parity.matrix(rows.sites(), n, random);
        Operand q = parity.matrix(columns.sites(), n, random);
        Operand out = parity.matrix(maps.sites(), n, random);
        parity.run(
            side ->
                side.backend()
                    .outerSum(rows, side.of(p), columns, side.of(q), accumulate, side.of(out)));
        parity.check(out, 3, MapSource.sides(maps) + " x " + n + ", add " + accumulate);
      }
    }
  }

  @Test
  void mapSums_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("mapSums");
    for (int repeat = 0; repeat < 160; repeat++) {
      Layout maps = repeat == 0 ? MapSource.square() : MapSource.maps(random);
      MapSide which = pick(MapSide.values(), random);
      int n = ChainSource.width(random);
      boolean accumulate = random.nextBoolean();
      try (Parity parity = parity()) {
        Operand x = parity.matrix(maps.sites(), n, random);
        Operand sums = parity.matrix(which.chains(maps).sites(), n, random);
        parity.run(
            side -> side.backend().mapSums(which, maps, side.of(x), accumulate, side.of(sums)));
        parity.check(sums, 34, which + " of " + MapSource.sides(maps) + " x " + n);
      }
    }
  }

  @Test
  void transpose_manyShapes_movesEachCell() {
    SplittableRandom random = TestSeed.random("transpose");
    for (int repeat = 0; repeat < 120; repeat++) {
      Layout maps = MapSource.square(MapSource.sides(random.nextInt(4), random));
      int n = repeat % 3 == 0 ? 1 : ChainSource.width(random);
      boolean accumulate = random.nextBoolean();
      try (Parity parity = parity()) {
        Operand x = parity.matrix(maps.sites(), n, random);
        Operand out = parity.matrix(maps.sites(), n, random);
        parity.run(side -> side.backend().transpose(maps, side.of(x), accumulate, side.of(out)));
        parity.check(out, accumulate ? 2 : 0, MapSource.sides(maps) + " x " + n);
      }
    }
  }

  /** A layout and a number of heads and of channels of each. */
  private record Lines(AxialAttention attention, Layout layout, int channels) {
    static Lines random(SplittableRandom random) {
      AxialAttention.Axis axis = pick(AxialAttention.Axis.values(), random);
      Layout layout =
          axis == AxialAttention.Axis.CHAIN ? ChainSource.chains(random) : MapSource.maps(random);
      AxialAttention attention = new AxialAttention(axis, random.nextInt(1, 4));
      return new Lines(attention, layout, new int[] {1, 3, 8, 16, 17, 33, 40}[random.nextInt(7)]);
    }

    int width() {
      return attention.heads() * channels;
    }

    /**
     * Relative error of a share: twice that of a score, whose terms are in [-1, 1], and that of the
     * sum of exponentials.
     */
    double error() {
      int longest = 1;
      for (AxialAttention.Line line : attention.all(layout)) {
        longest = Math.max(longest, line.count());
      }
      return 4 * Math.sqrt(channels) * Parity.gamma(channels + 8) + Parity.gamma(2 * longest + 32);
    }

    double[] bounds(double bound) {
      double[] bounds = new double[layout.sites() * width() * 3];
      Arrays.fill(bounds, bound);
      return bounds;
    }
  }

  @Test
  void axialAttention_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("axialAttention");
    for (int repeat = 0; repeat < 80; repeat++) {
      Lines lines = Lines.random(random);
      try (Parity parity = parity()) {
        Operand projected = parity.matrix(lines.layout().sites(), 3 * lines.width(), random);
        Operand out = parity.matrix(lines.layout().sites(), lines.width(), random);
        parity.run(
            side ->
                side.backend()
                    .axialAttention(
                        lines.attention(), lines.layout(), side.of(projected), side.of(out)));
        parity.check(out, lines.bounds(lines.error()), lines.toString());
      }
    }
  }

  @Test
  void axialAttentionGradient_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("axialAttentionGradient");
    for (int repeat = 0; repeat < 80; repeat++) {
      Lines lines = Lines.random(random);
      int sites = lines.layout().sites();
      try (Parity parity = parity()) {
        Operand projected = parity.matrix(sites, 3 * lines.width(), random);
        Operand gradient = parity.matrix(sites, lines.width(), random);
        Operand dx = parity.matrix(sites, 3 * lines.width(), random);
        parity.run(
            side ->
                side.backend()
                    .axialAttentionGradient(
                        lines.attention(),
                        lines.layout(),
                        side.of(projected),
                        side.of(gradient),
                        side.of(dx)));
        // A share's gradient is at most the number of channels; a key is seen by few queries'
        // worth.
        double bound = 16 * Math.sqrt(lines.channels()) * lines.error();
        parity.check(dx, lines.bounds(bound), lines.toString());
      }
    }
  }

  @Test
  void mapOperations_wrongShapes_areRefused() {
    MapConvolution shape = MapConvolution.full(3, 1);
    Layout maps = Layout.maps(new int[] {2, 3}, new int[] {2, 4});
    try (Matrix x = backend().allocate(16, 2);
        Matrix weights = backend().allocate(18, 5);
        Matrix out = backend().allocate(16, 5);
        Matrix other = backend().allocate(16, 2);
        Matrix few = backend().allocate(5, 2)) {
      refuses(() -> backend().mapConvolution(shape, maps, few, weights, out, Epilogue.NONE));
      refuses(
          () -> backend().mapConvolution(shape, Layout.chains(16), x, weights, out, Epilogue.NONE));
      refuses(
          () ->
              backend()
                  .mapConvolution(
                      MapConvolution.depthwise(3, 1), maps, x, weights, out, Epilogue.NONE));
      refuses(() -> backend().mapConvolutionInputGradient(shape, maps, few, weights, false, x));
      refuses(() -> backend().mapConvolutionWeightGradient(shape, maps, x, out, x));
      refuses(() -> backend().transpose(maps, x, false, other));
      refuses(() -> backend().mapSums(MapSide.COLUMNS, maps, x, false, few));
      refuses(
          () -> backend().outerSum(Layout.chains(2, 3), few, Layout.chains(2, 3), few, false, x));
      AxialAttention rows = new AxialAttention(AxialAttention.Axis.ROW, 2);
      refuses(() -> backend().axialAttention(rows, maps, x, other));
      refuses(() -> backend().axialAttention(rows, Layout.chains(16), x, other));
    }
  }

  private static void refuses(Runnable operation) {
    assertThrows(IllegalArgumentException.class, operation::run);
  }
}
