package org.ribond.engine.compute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Parity.Operand;
import org.ribond.engine.compute.Parity.Run;

/** Parity of operations along chains with the reference. */
abstract class ChainContract extends NormalisationContract {
  @Test
  void convolution_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("convolution");
    ChainSource.cases(random)
        .forEach(
            drawn -> {
              Convolution shape = drawn.shape();
              Layout chains = drawn.chains();
              boolean biased = random.nextBoolean();
              Activation activation = pick(Activation.values(), random);
              Dropout dropout = dropout(random);
              int terms = shape.width() * drawn.channels();
              try (Parity parity = parity()) {
                Operand x = parity.matrix(chains.sites(), drawn.channels(), random);
                Operand weights = parity.matrix(terms, drawn.n(), random);
                Operand bias = parity.matrix(1, drawn.n(), random);
                Operand out = parity.matrix(shape.layout(chains).sites(), drawn.n(), random);
                parity.run(
                    side ->
                        side.backend()
                            .convolution(
                                shape,
                                chains,
                                side.of(x),
                                side.of(weights),
                                side.of(out),
                                epilogue(side, biased, bias, activation, dropout)));
                parity.check(out, terms, drawn + ", " + activation + ", " + dropout);
              }
            });
  }

  @Test
  void convolutionInputGradient_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("convolutionInputGradient");
    ChainSource.cases(random)
        .forEach(
            drawn -> {
              Convolution shape = drawn.shape();
              Layout chains = drawn.chains();
              boolean accumulate = random.nextBoolean();
              try (Parity parity = parity()) {
                Operand dz = parity.matrix(shape.layout(chains).sites(), drawn.n(), random);
                Operand weights =
                    parity.matrix(shape.width() * drawn.channels(), drawn.n(), random);
                Operand dx = parity.matrix(chains.sites(), drawn.channels(), random);
                parity.run(
                    side ->
                        side.backend()
                            .convolutionInputGradient(
                                shape,
                                chains,
                                side.of(dz),
                                side.of(weights),
                                accumulate,
                                side.of(dx)));
                parity.check(
                    dx, shape.width() * drawn.n(), drawn + (accumulate ? ", accumulated" : ""));
              }
            });
  }

  @Test
  void convolutionWeightGradient_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("convolutionWeightGradient");
    ChainSource.cases(random)
        .forEach(
            drawn -> {
              Convolution shape = drawn.shape();
              Layout chains = drawn.chains();
              int sites = shape.layout(chains).sites();
              try (Parity parity = parity()) {
                Operand x = parity.matrix(chains.sites(), drawn.channels(), random);
                Operand dz = parity.matrix(sites, drawn.n(), random);
                Operand gradient =
                    parity.matrix(shape.width() * drawn.channels(), drawn.n(), random);
                parity.run(
                    side ->
                        side.backend()
                            .convolutionWeightGradient(
                                shape, chains, side.of(x), side.of(dz), side.of(gradient)));
                parity.check(gradient, sites, drawn.toString());
              }
            });
  }

  @Test
  void convolution_besideOtherChains_givesTheBitsOfTheChainAlone() {
    SplittableRandom random = TestSeed.random("chains alone");
    Convolution shape = Convolution.same(5, 2);
    int[] lengths = {3, 67, 0, 1, 30};
    float[] weights = Parity.random(5 * 6 * 17, random);
    float[] all = Parity.random(101 * 6, random);
    float[] together = convolved(shape, Layout.chains(lengths), all, weights);
    int start = 0;
    for (int length : lengths) {
      float[] chain = Arrays.copyOfRange(all, start * 6, (start + length) * 6);
      assertArrayEquals(
          convolved(shape, Layout.chains(length), chain, weights),
          Arrays.copyOfRange(together, start * 17, (start + length) * 17),
          0,
          "chain of " + length + TestSeed.hint());
      start += length;
    }
  }

  private float[] convolved(Convolution shape, Layout chains, float[] input, float[] kernel) {
    try (Matrix x = backend().allocate(chains.sites(), 6);
        Matrix weights = backend().allocate(5 * 6, 17);
        Matrix out = backend().allocate(chains.sites(), 17)) {
      backend().upload(input, x);
      backend().upload(kernel, weights);
      backend().convolution(shape, chains, x, weights, out, Epilogue.NONE);
      float[] values = new float[chains.sites() * 17];
      backend().download(out, values);
      return values;
    }
  }

  @Test
  void convolution_frozenWeights_changesNoBit() {
    SplittableRandom random = TestSeed.random("frozen convolution");
    Convolution shape = new Convolution(9, 3, 2, Convolution.Edge.SAME);
    Layout chains = Layout.chains(150, 7);
    try (Matrix x = backend().allocate(157, 70);
        Matrix weights = backend().allocate(630, 33);
        Matrix frozen = backend().allocate(630, 33);
        Matrix expected = backend().allocate(79, 33);
        Matrix out = backend().allocate(79, 33)) {
      float[] kernel = Parity.random(630 * 33, random);
      backend().upload(Parity.random(157 * 70, random), x);
      backend().upload(kernel, weights);
      backend().upload(kernel, frozen);
      backend().freeze(frozen);
      backend().convolution(shape, chains, x, weights, expected, Epilogue.NONE);
      float[] values = new float[79 * 33];
      float[] actual = new float[79 * 33];
      backend().download(expected, values);
      for (int time = 0; time < 2; time++) {
        backend().convolution(shape, chains, x, frozen, out, Epilogue.NONE);
        backend().download(out, actual);
        assertArrayEquals(values, actual, 0);
      }
    }
  }

  @Test
  void pool_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("pool");
    for (int repeat = 0; repeat < 220; repeat++) {
      Layout chains = repeat == 0 ? Layout.chains() : ChainSource.chains(random);
      Pooling pooling = ChainSource.pooling(random);
      int channels = ChainSource.width(random);
      try (Parity parity = parity()) {
        Operand x = parity.matrix(chains.sites(), channels, steps(chains, channels, random));
        Operand out = parity.matrix(pooling.layout(chains).sites(), channels, random);
        parity.run(side -> side.backend().pool(pooling, chains, side.of(x), side.of(out)));
        String what = pooling + " of " + chains + " x " + channels;
        if (pooling.kind() == Pooling.Kind.MEAN) {
          parity.check(out, chains.longest(), what);
        } else {
          parity.check(out, new double[pooling.layout(chains).sites() * channels], what);
        }
      }
    }
  }

  /** Values of which several are the largest in many a window. */
  private static float[] steps(Layout chains, int channels, SplittableRandom random) {
    float[] values = Parity.random(chains.sites() * channels, random);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(3) == 0 ? values[i] : Math.round(4 * values[i]) / 4f;
    }
    return values;
  }

  @Test
  void poolGradient_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("poolGradient");
    for (int repeat = 0; repeat < 220; repeat++) {
      Layout chains = repeat == 0 ? Layout.chains() : ChainSource.chains(random);
      Pooling pooling = ChainSource.pooling(random);
      int channels = ChainSource.width(random);
      boolean accumulate = random.nextBoolean();
      int sites = pooling.layout(chains).sites();
      try (Parity parity = parity()) {
        Operand x = parity.matrix(chains.sites(), channels, steps(chains, channels, random));
        Operand gradient = parity.matrix(sites, channels, random);
        Operand dx = parity.matrix(chains.sites(), channels, random);
        double[] bounds =
            bounds(pooling, chains, channels, parity.values(gradient, Run.EXACT), sites);
        parity.run(
            side ->
                side.backend()
                    .poolGradient(
                        pooling, chains, side.of(x), side.of(gradient), accumulate, side.of(dx)));
        parity.check(
            dx, bounds, pooling + " of " + chains + " x " + channels + ", add " + accumulate);
      }
    }
  }

  /** Of sums of all gradients that may reach a site, and of what stood there, at most 1. */
  private static double[] bounds(
      Pooling pooling, Layout chains, int channels, float[] gradient, int sites) {
    double[] sums = new double[chains.sites() * channels];
    int output = 0;
    for (int chain = 0; chain < chains.count(); chain++) {
      int length = chains.length(chain);
      for (int t = 0; t < pooling.outputs(length); t++) {
        for (int s = pooling.begin(t, length); s < pooling.end(t, length); s++) {
          for (int j = 0; j < channels; j++) {
            sums[(chains.start(chain) + s) * channels + j] +=
                Math.abs(gradient[output * channels + j]);
          }
        }
        output++;
      }
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Parity.gamma(sites + 3) * (1 + sums[i]);
    }
    return sums;
  }

  @Test
  void chainOperations_wrongShapes_areRefused() {
    Convolution shape = Convolution.same(3, 1);
    Layout chains = Layout.chains(4, 6);
    try (Matrix x = backend().allocate(10, 2);
        Matrix weights = backend().allocate(6, 5);
        Matrix out = backend().allocate(10, 5);
        Matrix bias = backend().allocate(1, 4);
        Matrix pooled = backend().allocate(5, 2)) {
      assertThrows(
          IllegalArgumentException.class,
          () -> backend().convolution(shape, Layout.samples(10), x, weights, out, Epilogue.NONE));
      assertThrows(
          IllegalArgumentException.class,
          () -> backend().convolution(shape, Layout.chains(4, 5), x, weights, out, Epilogue.NONE));
      assertThrows(
          IllegalArgumentException.class,
          () ->
              backend()
                  .convolution(Convolution.same(2, 1), chains, x, weights, out, Epilogue.NONE));
      assertThrows(
          IllegalArgumentException.class,
          () ->
              backend()
                  .convolution(
                      shape, chains, x, weights, out, Epilogue.of(bias, Activation.LINEAR)));
      assertThrows(
          IllegalArgumentException.class,
          () -> backend().convolutionInputGradient(shape, chains, pooled, weights, false, x));
      assertThrows(
          IllegalArgumentException.class,
          () -> backend().convolutionWeightGradient(shape, chains, x, out, x));
      Pooling pooling = Pooling.windows(Pooling.Kind.MAX, 3);
      assertThrows(
          IllegalArgumentException.class, () -> backend().pool(pooling, chains, x, pooled));
      assertThrows(
          IllegalArgumentException.class,
          () -> backend().poolGradient(pooling, chains, x, pooled, false, x));
    }
  }
}
