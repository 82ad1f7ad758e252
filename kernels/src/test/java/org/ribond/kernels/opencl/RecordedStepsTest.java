package org.ribond.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.Architecture;
import org.ribond.engine.network.Learner;
import org.ribond.engine.network.Network;
import org.ribond.engine.network.Samples;
import org.ribond.engine.network.Tensor;
import org.ribond.engine.network.Weights;
import org.ribond.engine.network.Window;
import org.ribond.kernels.GemmKind;
import org.ribond.kernels.GpuBackend;
import org.ribond.kernels.KernelSource;
import org.ribond.kernels.ReplayingQueue;

/** Training with steps that are recorded once and then repeated, as a CUDA graph repeats them. */
class RecordedStepsTest {
  private static final int BATCH = 32;
  private static final int SAMPLES = 7 * BATCH + 5;
  private static final Architecture ARCHITECTURE =
      new Architecture(
          List.of(new Window("residue", 26, 3), new Window("base", 4, 2)),
          List.of(21, 10),
          Activation.RELU,
          0.3f,
          2);

  @BeforeEach
  void needDriver() {
    OpenClDriver.orSkip();
  }

  private static OpenClQueue queue() {
    OpenClApi api = new Jocl();
    return new OpenClQueue(
        api, new OpenClDevices(api).list().getFirst(), KernelSource.read("opencl.cl"));
  }

  private static Ints ints(Backend backend, SplittableRandom random, int count, int from, int to) {
    Ints list = backend.allocateInts(count);
    backend.upload(random.ints(count, from, to).toArray(), list);
    return list;
  }

  private static Samples samples(Backend backend, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Matrix weights = backend.allocate(1, SAMPLES);
    backend.fill(weights, 0.5f);
    return new Samples(
        List.of(ints(backend, random, 90, 0, 26), ints(backend, random, 90, 0, 4)),
        List.of(ints(backend, random, SAMPLES, 5, 80), ints(backend, random, SAMPLES, 5, 80)),
        ints(backend, random, SAMPLES, 0, 2),
        weights);
  }

  private static void close(Samples samples) {
    samples.letters().forEach(Ints::close);
    samples.positions().forEach(Ints::close);
    samples.labels().close();
    samples.weights().close();
  }

  /** Weights and loss after two epochs on different samples, with a last mini-batch of five. */
  private static List<float[]> train(Backend backend) {
    List<float[]> results = new ArrayList<>();
    Weights weights = Weights.initial(ARCHITECTURE, 3, 1);
    try (Network network = new Network(backend, ARCHITECTURE, weights);
        Learner learner = new Learner(network, Adam.of(0.01f), 3, 1, BATCH)) {
      for (int epoch = 0; epoch < 2; epoch++) {
        Samples samples = samples(backend, epoch);
        for (int first = 0; first < SAMPLES; first += BATCH) {
          int count = Math.min(BATCH, SAMPLES - first);
          learner.step(samples, first, count, 2f / (count + first % 3));
        }
        results.add(new float[] {learner.takeLossSum()});
        close(samples);
      }
      for (Tensor tensor : network.weights().tensors()) {
        results.add(tensor.values());
      }
    }
    return results;
  }

  @Test
  void twoEpochs_recordedOrNot_giveTheSameBits() {
    List<float[]> expected;
    try (Backend backend = new GpuBackend("opencl", queue(), GemmKind.TILED)) {
      expected = train(backend);
    }
    ReplayingQueue replaying = new ReplayingQueue(queue());
    List<float[]> actual;
    try (Backend backend = new GpuBackend("opencl", replaying, GemmKind.TILED)) {
      actual = train(backend);
    }
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), actual.get(i), "result " + i);
    }
    assertEquals(2, replaying.recorded());
    assertEquals(2 * 6, replaying.replayed());
    assertEquals(0, replaying.open());
  }
}
