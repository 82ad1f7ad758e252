package org.ribond.kernels.opencl;

import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Device;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Parity;
import org.ribond.engine.compute.Parity.Operand;
import org.ribond.engine.compute.TestSeed;
import org.ribond.kernels.GemmKind;
import org.ribond.kernels.Padding;

/**
 * Products that take the large tiles, and those whose inner dimension is split: which of them a
 * product takes depends on how many compute units the device has, so the test says how many.
 */
class OpenClTilesTest {
  @BeforeEach
  void needDriver() {
    OpenClDriver.orSkip();
  }

  private static Backend withUnits(int units) {
    OpenClApi api = new Jocl();
    OpenClDevices.Found found = new OpenClDevices(api).list().getFirst();
    Device real = found.device();
    Device device =
        new Device(0, real.name(), real.driver(), units, real.memoryBytes(), real.detail());
    return OpenClBackendProvider.open(
        api,
        new OpenClDevices.Found(found.id(), device, found.isProcessor(), found.vectorWidth()),
        GemmKind.TILED);
  }

  @ParameterizedTest
  @CsvSource({
    // compute units, least and most of m and n, least and most of k, shapes
    "1, 65, 140, 0, 30, 200",
    "64, 5, 60, 512, 1200, 60"
  })
  void gemm_manyShapes_matchesReference(
      int units, int leastSide, int mostSide, int leastDepth, int mostDepth, int shapes) {
    SplittableRandom random = TestSeed.random("tiles " + units);
    try (Backend backend = withUnits(units)) {
      for (int shape = 0; shape < shapes; shape++) {
        int m = random.nextInt(leastSide, mostSide);
        int n = random.nextInt(leastSide, mostSide);
        int k = random.nextInt(leastDepth, mostDepth);
        boolean ta = random.nextBoolean();
        boolean tb = random.nextBoolean();
        boolean accumulate = random.nextBoolean();
        Dropout dropout = random.nextBoolean() ? Dropout.NONE : new Dropout(0.5f, 1, 2, 3, 4, 5);
        try (Parity parity = new Parity(backend, Padding::fillWithNaN)) {
          Operand a = parity.matrix(ta ? k : m, ta ? m : k, random);
          Operand b = parity.matrix(tb ? n : k, tb ? k : n, random);
          Operand c = parity.matrix(m, n, random);
          Operand bias = parity.matrix(1, n, random);
          parity.run(
              side ->
                  side.backend()
                      .gemm(
                          ta,
                          tb,
                          side.of(a),
                          side.of(b),
                          accumulate,
                          side.of(c),
                          Epilogue.of(side.of(bias), side.of(Activation.RELU), dropout)));
          parity.check(c, k, "%dx%dx%d, a %s, b %s".formatted(m, n, k, ta, tb));
        }
      }
    }
  }
}
