package org.ribond.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.BackendUnavailableException;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.Parity;
import org.ribond.engine.compute.Parity.Operand;
import org.ribond.engine.compute.Parity.Run;
import org.ribond.engine.compute.Precision;
import org.ribond.engine.compute.Probe;
import org.ribond.engine.compute.TestSeed;
import org.ribond.kernels.Padding;
import org.ribond.kernels.Tool;

/**
 * Matrix products on tensor cores against the reference in double. Rounding both factors to a
 * significand of p bits changes each product by at most {@code 2 u + u^2} of its magnitude, with
 * {@code u = 2^-p}; TF32's conversion and the hardware's sums may lose up to another unit in fp32.
 */
class CudaTensorTest {
  /** Property for fewer, where the card is an emulated one. */
  static final String SHAPES_PROPERTY = "tensor.shapes";

  private static final int SHAPES = Integer.getInteger(SHAPES_PROPERTY, 220);

  @BeforeEach
  void needCard() {
    if (new CudaBackendProvider().probe() instanceof Probe.Unavailable missing) {
      throw Tool.skipped(missing.reason());
    }
  }

  private static Backend open(Precision precision) {
    try {
      return new CudaBackendProvider().open(new BackendOptions(0, 1, precision));
    } catch (BackendUnavailableException e) {
      throw Tool.skipped(e.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({"TF32, 11", "BF16, 8"})
  void gemm_manyShapes_isWithinTheRoundingOfItsFactors(Precision precision, int bits) {
    double unit = Math.scalb(1.0, -bits);
    SplittableRandom random = TestSeed.random("tensor " + precision);
    try (Backend backend = open(precision)) {
      for (int shape = 0; shape < SHAPES; shape++) {
        int m = random.nextInt(1, 300);
        int n = random.nextInt(1, 300);
        int k = random.nextInt(0, shape % 10 == 0 ? 3000 : 200);
        boolean ta = random.nextBoolean();
        boolean tb = random.nextBoolean();
        boolean accumulate = random.nextBoolean();
        try (Parity parity = new Parity(backend, Padding::fillWithNaN)) {
          Operand a = parity.matrix(ta ? k : m, ta ? m : k, random);
          Operand b = parity.matrix(tb ? n : k, tb ? k : n, random);
          Operand c = parity.matrix(m, n, random);
          parity.run(
              side ->
                  side.backend()
                      .gemm(ta, tb, side.of(a), side.of(b), accumulate, side.of(c), Epilogue.NONE));
          float[] magnitude = parity.values(c, Run.MAGNITUDE);
          double[] bounds = new double[magnitude.length];
          for (int i = 0; i < bounds.length; i++) {
            double relative = 2 * unit + unit * unit + 2 * Parity.gamma(k + 4);
            bounds[i] = relative * magnitude[i] + 0x1p-120;
          }
          String what = precision + " %dx%dx%d a %s b %s".formatted(m, n, k, ta, tb);
          parity.check(c, bounds, what);
        }
      }
    }
  }

  /** Rounding adds to the bits of a factor, which must not carry a NaN over into a number. */
  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"TF32", "BF16"})
  void gemm_factorThatIsNotFinite_isSeenInItsRowAlone(Precision precision) {
    int[] patterns = {0x7FFFFFFF, 0xFFFFFFFF, 0x7FC00000, 0x7F800001, 0x7F800000, 0xFF800000};
    int size = 20;
    try (Backend backend = open(precision);
        Matrix a = backend.allocate(size, size);
        Matrix b = backend.allocate(size, size);
        Matrix c = backend.allocate(size, size)) {
      float[] left = new float[size * size];
      Arrays.fill(left, 1);
      for (int i = 0; i < patterns.length; i++) {
        left[i * size + 3 * i] = Float.intBitsToFloat(patterns[i]);
      }
      float[] right = new float[size * size];
      Arrays.fill(right, 0.5f);
      backend.upload(left, a);
      backend.upload(right, b);
      backend.gemm(false, false, a, b, false, c, Epilogue.NONE);
      float[] result = new float[size * size];
      backend.download(c, result);
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          float value = result[i * size + j];
          if (i < patterns.length) {
            assertFalse(Float.isFinite(value), Integer.toHexString(patterns[i]) + " gave " + value);
          } else {
            assertEquals(0.5f * size, value);
          }
        }
      }
    }
  }
}
