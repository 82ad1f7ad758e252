package org.ribond.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.WindowInput;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.Learner;
import org.ribond.engine.network.Network;
import org.ribond.engine.network.Samples;
import org.ribond.engine.network.Tensor;
import org.ribond.engine.network.Weights;
import org.ribond.engine.network.Window;
import org.ribond.engine.network.WindowArchitecture;

/**
 * A hundred steps of the paper's network at window 15 from one seed: every backend starts from the
 * same weights, drops the same units, and has the same loss in each step, but for rounding. The
 * hidden layers have a tenth of the paper's units, whose reference takes minutes; {@code
 * -Dagreement.units=451,901} is the whole network.
 */
public class TrainingAgreementTest {
  private static final int STEPS = 100;
  private static final int BATCH = 64;
  private static final int SEED = 7;
  private static final int HALF = 7;
  private static final int RESIDUES = 26;
  private static final int BASES = 4;
  private static final float RATE = 0.5f;
  private static final double TOLERANCE = 1e-4;

  private static WindowArchitecture architecture() {
    List<Integer> units =
        List.of(System.getProperty("agreement.units", "45,90").split(",")).stream()
            .map(Integer::valueOf)
            .toList();
    return new WindowArchitecture(
        List.of(new Window("residue", RESIDUES, HALF), new Window("base", BASES, HALF)),
        units,
        Activation.RELU,
        RATE,
        2);
  }

  private static Ints ints(Backend backend, IntStream values) {
    int[] array = values.toArray();
    Ints list = backend.allocateInts(array.length);
    backend.upload(array, list);
    return list;
  }

  /** Pools of random letters and pairs of them; some residues bind some bases. */
  private static Samples samples(Backend backend) {
    SplittableRandom random = new SplittableRandom(SEED);
    int chain = 2000;
    int[] residues = random.ints(chain, 0, RESIDUES).toArray();
    int[] bases = random.ints(chain, 0, BASES).toArray();
    int[] residueAt = random.ints(STEPS * BATCH, HALF, chain - HALF).toArray();
    int[] baseAt = random.ints(STEPS * BATCH, HALF, chain - HALF).toArray();
    IntStream labels =
        IntStream.range(0, STEPS * BATCH)
            .map(i -> residues[residueAt[i]] % 3 == bases[baseAt[i]] % 3 ? 1 : 0);
    Matrix weights = backend.allocate(1, STEPS * BATCH);
    backend.fill(weights, 1);
    return new Samples(
        List.of(ints(backend, IntStream.of(residues)), ints(backend, IntStream.of(bases))),
        List.of(ints(backend, IntStream.of(residueAt)), ints(backend, IntStream.of(baseAt))),
        ints(backend, labels),
        weights);
  }

  private static void close(Samples samples) {
    samples.letters().forEach(Ints::close);
    samples.positions().forEach(Ints::close);
    samples.labels().close();
    samples.weights().close();
  }

  private record Run(List<Tensor> initial, double[] losses) {}

  private static Run train(Backend backend) {
    WindowArchitecture architecture = architecture();
    Samples samples = samples(backend);
    Weights weights = Weights.initial(architecture, SEED, 0);
    try (Network network = new Network(backend, architecture, weights);
        Learner learner = new Learner(network, Adam.of(1e-3f), SEED, 0, BATCH)) {
      List<Tensor> initial = network.weights().tensors();
      double[] losses = new double[STEPS];
      for (int step = 0; step < STEPS; step++) {
        learner.step(samples, step * BATCH, BATCH, 1f / BATCH);
        losses[step] = learner.takeLossSum();
      }
      return new Run(initial, losses);
    } finally {
      close(samples);
    }
  }

  /** What all are compared with, made once. */
  private static final class Reference {
    static final Run RUN = onScalar();

    private static Run onScalar() {
      try (Backend backend = DeviceUnderTest.openOrSkip("scalar")) {
        return train(backend);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vector", "opencl", "cuda"})
  void hundredSteps_fromOneSeed_haveTheLossesOfTheReference(String name) {
    Run tested;
    try (Backend backend = DeviceUnderTest.openOrSkip(name)) {
      tested = train(backend);
    }
    Run reference = Reference.RUN;
    for (int t = 0; t < reference.initial.size(); t++) {
      assertArrayEquals(reference.initial.get(t).values(), tested.initial.get(t).values());
    }
    double worst = 0;
    for (int step = 0; step < STEPS; step++) {
      worst = Math.max(worst, Math.abs(reference.losses[step] - tested.losses[step]));
    }
    System.out.printf(
        "%s: loss %.4f to %.4f in %d steps, at most %.1e from the reference%n",
        name, tested.losses[0], tested.losses[STEPS - 1], STEPS, worst);
    assertTrue(worst <= TOLERANCE, name + ": " + worst);
    assertTrue(reference.losses[STEPS - 1] < 0.95 * reference.losses[0], "nothing was learnt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vector", "opencl", "cuda"})
  void dropoutMasks_ofManySteps_areThoseOfTheReference(String name) {
    try (Backend backend = DeviceUnderTest.openOrSkip(name);
        Backend scalar = DeviceUnderTest.openOrSkip("scalar")) {
      for (int step = 1; step <= STEPS; step++) {
        Dropout dropout = new Dropout(RATE, SEED, 3, 1, step, 17);
        assertArrayEquals(factors(scalar, dropout), factors(backend, dropout), "step " + step);
      }
    }
  }

  /** The factors of a mask: what it leaves of ones. */
  private static float[] factors(Backend backend, Dropout dropout) {
    int columns = 91;
    try (Ints letters = ints(backend, IntStream.of(-1));
        Ints positions = ints(backend, IntStream.generate(() -> 0).limit(BATCH));
        Matrix weights = backend.allocate(1, columns);
        Matrix ones = backend.allocate(1, columns);
        Matrix out = backend.allocate(BATCH, columns)) {
      backend.fill(ones, 1);
      backend.windowSum(
          List.of(new WindowInput(letters, positions, 0, 1, 0)),
          List.of(weights),
          out,
          Epilogue.of(ones, Activation.LINEAR, dropout));
      float[] factors = new float[BATCH * columns];
      backend.download(out, factors);
      return factors;
    }
  }
}
