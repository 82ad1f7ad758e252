package org.ribond.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ribond.engine.compute.AdamStep;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Convolution;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.Parity;
import org.ribond.engine.compute.StepVariables;
import org.ribond.engine.network.NonLinearity;
import org.ribond.kernels.GemmKind;
import org.ribond.kernels.GpuBackend;
import org.ribond.kernels.KernelSource;
import org.ribond.kernels.ReplayingQueue;
import org.ribond.kernels.SmallTraining;

/** Training with steps that are recorded once and then repeated, as a CUDA graph repeats them. */
class RecordedStepsTest {
  @BeforeEach
  void needDriver() {
    OpenClDriver.orSkip();
  }

  private static OpenClQueue queue() {
    OpenClApi api = new Jocl();
    return new OpenClQueue(
        api, new OpenClDevices(api).list().getFirst(), KernelSource.read("opencl.cl"));
  }

  private static ReplayingQueue check(SmallTraining training) {
    List<float[]> expected;
    try (Backend backend = new GpuBackend("opencl", queue(), GemmKind.TILED)) {
      expected = training.run(backend);
    }
    ReplayingQueue replaying = new ReplayingQueue(queue());
    List<float[]> actual;
    try (Backend backend = new GpuBackend("opencl", replaying, GemmKind.TILED)) {
      actual = training.run(backend);
    }
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), actual.get(i), training + ", result " + i);
    }
    assertEquals(0, replaying.open());
    return replaying;
  }

  /** All but an epoch's first step, and its last of another size, come from the record. */
  private static void isRecorded(ReplayingQueue replaying) {
    assertEquals(2, replaying.recorded());
    assertEquals(2 * (SmallTraining.STEPS - 2), replaying.replayed());
  }

  @ParameterizedTest
  @EnumSource
  void adam_recordedOrNot_givesTheSameBits(NonLinearity kind) {
    isRecorded(check(SmallTraining.adam(kind, 1)));
  }

  @ParameterizedTest
  @EnumSource
  void clippedMomentumOnFocalLoss_recordedOrNot_givesTheSameBits(NonLinearity kind) {
    isRecorded(check(SmallTraining.momentum(kind, 1)));
  }

  @ParameterizedTest
  @EnumSource(names = {"RELU", "BATCH_TRANSFORMER"})
  void adam_driverRefusesToRecord_givesTheSameBits(NonLinearity kind) {
    SmallTraining training = SmallTraining.adam(kind, 1);
    List<float[]> expected;
    try (Backend backend = new GpuBackend("opencl", queue(), GemmKind.TILED)) {
      expected = training.run(backend);
    }
    ReplayingQueue refusing = new ReplayingQueue(queue()).refusing();
    try (Backend backend = new GpuBackend("opencl", refusing, GemmKind.TILED)) {
      List<float[]> actual = training.run(backend);
      for (int i = 0; i < expected.size(); i++) {
        assertArrayEquals(expected.get(i), actual.get(i), "result " + i);
      }
    }
    assertEquals(1, refusing.recorded());
    assertEquals(0, refusing.replayed());
  }

  /** Steps of losses with a target for each output: what they leave as gradient and loss. */
  private static List<float[]> targetSteps(Backend backend) {
    int rows = 7;
    List<float[]> results = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(5);
    try (Matrix outputs = backend.allocate(rows, 3);
        Matrix targets = backend.allocate(40, 3);
        Matrix weights = backend.allocate(40, 3);
        Matrix gradient = backend.allocate(rows, 3);
        Matrix loss = backend.allocate(1, 1)) {
      backend.upload(Parity.random(rows * 3, random), outputs);
      backend.upload(Parity.random(120, random), targets);
      backend.upload(Parity.random(120, random), weights);
      for (int step = 1; step <= 5; step++) {
        int first = rows * (step - 1);
        float scale = 0.5f * step;
        AdamStep adam = new AdamStep(1e-3f, 0.9f, 0.999f, 1e-8f, 0, 0, step);
        backend.step(
            "targets",
            StepVariables.of(step, first, scale, adam),
            () -> {
              backend.sigmoidCrossEntropy(outputs, targets, weights, first, scale, gradient, loss);
              backend.add(gradient, outputs);
              backend.squaredError(outputs, targets, weights, first, scale, gradient, loss);
            });
        for (Matrix result : List.of(outputs, gradient, loss)) {
          results.add(new float[result.rows() * result.columns()]);
          backend.download(result, results.getLast());
        }
      }
    }
    return results;
  }

  @Test
  void targetLosses_recordedOrNot_giveTheSameBits() {
    List<float[]> expected;
    try (Backend backend = new GpuBackend("opencl", queue(), GemmKind.TILED)) {
      expected = targetSteps(backend);
    }
    ReplayingQueue replaying = new ReplayingQueue(queue());
    try (Backend backend = new GpuBackend("opencl", replaying, GemmKind.TILED)) {
      List<float[]> actual = targetSteps(backend);
      for (int i = 0; i < expected.size(); i++) {
        assertArrayEquals(expected.get(i), actual.get(i), "result " + i);
      }
    }
    assertEquals(4, replaying.replayed());
  }

  /** A device may give the table of a layout back, which a recording would still read. */
  @Test
  void chains_stepsThatKnowTheirLayout_areNotRecorded() {
    ReplayingQueue replaying = new ReplayingQueue(queue());
    Layout chains = Layout.chains(4, 3);
    Convolution shape = Convolution.same(3, 1);
    try (Backend backend = new GpuBackend("opencl", replaying, GemmKind.TILED);
        Matrix x = backend.allocate(7, 2);
        Matrix weights = backend.allocate(6, 5);
        Matrix out = backend.allocate(7, 5)) {
      backend.convolution(shape, chains, x, weights, out, Epilogue.NONE);
      for (int step = 1; step <= 3; step++) {
        AdamStep adam = new AdamStep(1e-3f, 0.9f, 0.999f, 1e-8f, 0, 0, step);
        backend.step(
            "chains",
            StepVariables.of(step, 0, 1, adam),
            () -> backend.convolution(shape, chains, x, weights, out, Epilogue.NONE));
      }
    }
    assertEquals(0, replaying.recorded());
  }
}
