package org.ribond.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ribond.engine.compute.Backend;
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
}
