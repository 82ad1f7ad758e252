package org.ribond.engine.compute.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.TestSeed;

/** The product without zeros beside the dense one: the same bits. */
class SparseGemmTest {
  /** Rows and columns of c, inner dimension: around vectors, panels, slices, blocks and parts. */
  private static final int[][] SIZES = {
    {1, 1, 1},
    {3, 17, 5},
    {64, 64, 128},
    {65, 63, 129},
    {7, 130, 127},
    {129, 80, 512},
    {2, 65, 300},
    {200, 151, 203}
  };

  private final Workers workers = new Workers(3);
  private final Scratch[] scratch = Stream.generate(Scratch::new).limit(3).toArray(Scratch[]::new);
  private final Gemm gemm = new Gemm(workers, scratch);
  private final SparseGemm sparse = new SparseGemm(workers, scratch);

  @AfterEach
  void endThreads() {
    workers.close();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.05, 0.25, 0.5, 1})
  void multiply_anyShape_givesTheBitsOfTheDenseProduct(double density) {
    SplittableRandom random = TestSeed.random("sparse product");
    for (int[] size : SIZES) {
      for (int choice = 0; choice < 8; choice++) {
        boolean transposeA = (choice & 1) != 0;
        boolean transposeB = (choice & 2) != 0;
        int m = size[0];
        int n = size[1];
        int k = size[2];
        VectorMatrix a = matrix(transposeA ? k : m, transposeA ? m : k, density, random);
        VectorMatrix b = matrix(transposeB ? n : k, transposeB ? k : n, 0.9, random);
        VectorMatrix expected = matrix(m, n, 0.5, random);
        VectorMatrix actual = copy(expected);
        Epilogue epilogue =
            new Epilogue(
                Optional.of(matrix(1, n, 1, random)),
                Activation.RELU,
                new Dropout(0.5f, 1, 2, 3, 4, 5));
        Gemm.Part part = new Gemm.Part(k / 3, k - k / 3, (choice & 4) != 0, epilogue);
        gemm.dense(transposeA, transposeB, a, b, part, expected);
        assertTrue(sparse.multiply(transposeA, transposeB, a, b, part, actual));
        assertArrayEquals(
            bits(expected), bits(actual), Arrays.toString(size) + ", choice " + choice);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void gemm_elementOfBNotFinite_givesNanAsTheDenseProductDoes(float value) {
    SplittableRandom random = TestSeed.random("sparse product");
    for (boolean transposeB : new boolean[] {false, true}) {
      VectorMatrix a = matrix(200, 203, 0.2, random);
      VectorMatrix b = matrix(transposeB ? 151 : 203, transposeB ? 203 : 151, 1, random);
      b.values()[b.row(b.rows() - 1) + b.columns() - 1] = value;
      VectorMatrix expected = matrix(200, 151, 1, random);
      VectorMatrix actual = copy(expected);
      Gemm.Part part = new Gemm.Part(0, 203, false, Epilogue.NONE);
      assertTrue(SparseGemm.suits(false, a, actual));
      assertFalse(sparse.multiply(false, transposeB, a, b, part, actual));
      assertArrayEquals(bits(expected), bits(actual), "a product that is not done writes nothing");
      gemm.dense(false, transposeB, a, b, part, expected);
      gemm.multiply(false, transposeB, a, b, false, actual, Epilogue.NONE);
      assertArrayEquals(bits(expected), bits(actual));
      assertFalse(Float.isFinite(actual.values()[actual.row(0) + 150]));
    }
  }

  @Test
  void multiply_elementOfANotFinite_isKept() {
    SplittableRandom random = TestSeed.random("sparse product");
    VectorMatrix a = matrix(5, 40, 0.1, random);
    a.values()[a.row(2) + 7] = Float.NaN;
    a.values()[a.row(3) + 9] = Float.POSITIVE_INFINITY;
    VectorMatrix b = matrix(40, 64, 1, random);
    VectorMatrix expected = matrix(5, 64, 1, random);
    VectorMatrix actual = copy(expected);
    Gemm.Part part = new Gemm.Part(0, 40, false, Epilogue.NONE);
    gemm.dense(false, false, a, b, part, expected);
    assertTrue(sparse.multiply(false, false, a, b, part, actual));
    assertArrayEquals(bits(expected), bits(actual));
    assertTrue(Float.isNaN(actual.values()[actual.row(2)]));
    assertTrue(Float.isInfinite(actual.values()[actual.row(3)]));
  }

  @Test
  void freeze_elementNotFinite_givesNanAgainAndAgain() {
    SplittableRandom random = TestSeed.random("sparse product");
    VectorMatrix a = matrix(200, 203, 0.2, random);
    VectorMatrix b = matrix(203, 151, 1, random);
    b.values()[b.row(202) + 150] = Float.NaN;
    VectorMatrix expected = matrix(200, 151, 1, random);
    VectorMatrix actual = copy(expected);
    gemm.multiply(false, false, a, b, false, expected, Epilogue.NONE);
    b.freeze();
    for (int time = 0; time < 3; time++) {
      gemm.multiply(false, false, a, b, false, actual, Epilogue.NONE);
      assertArrayEquals(bits(expected), bits(actual));
    }
  }

  @Test
  void density_matrixWithPaddingOfNan_countsColumnsAlone() {
    VectorMatrix a = VectorMatrix.allocate(16, 35);
    Arrays.fill(a.values(), Float.NaN);
    for (int i = 0; i < 16; i++) {
      for (int j = 0; j < 35; j++) {
        a.values()[a.row(i) + j] = j % 5 == 0 ? 2 : -0f;
      }
    }
    assertEquals(0.2, NonZeros.density(false, a), 1e-12, "rows are alike");
    assertEquals(7.0 / 18, NonZeros.density(true, a), 1e-12, "of two columns one is not 0");
  }

  @Test
  void suits_denseOrNarrowOrSmall_doesNot() {
    SplittableRandom random = TestSeed.random("sparse product");
    VectorMatrix c = VectorMatrix.allocate(512, 200);
    assertTrue(SparseGemm.suits(false, matrix(512, 300, 0.25, random), c));
    assertFalse(SparseGemm.suits(false, matrix(512, 300, 1, random), c));
    assertFalse(
        SparseGemm.suits(false, matrix(512, 300, 0.25, random), VectorMatrix.allocate(512, 2)));
    assertFalse(SparseGemm.suits(false, matrix(4, 30, 0.25, random), VectorMatrix.allocate(4, 64)));
  }

  /** Zeros of both signs beside random numbers, some rows all 0, and padding of NaN. */
  private static VectorMatrix matrix(
      int rows, int columns, double density, SplittableRandom random) {
    VectorMatrix matrix = VectorMatrix.allocate(rows, columns);
    Arrays.fill(matrix.values(), Float.NaN);
    for (int i = 0; i < rows; i++) {
      double share = density < 1 && random.nextInt(10) == 0 ? 0 : density;
      for (int j = 0; j < columns; j++) {
        float zero = random.nextBoolean() ? 0f : -0f;
        matrix.values()[matrix.row(i) + j] =
            random.nextDouble() < share ? (float) random.nextDouble(-1, 1) : zero;
      }
    }
    return matrix;
  }

  private static VectorMatrix copy(VectorMatrix matrix) {
    VectorMatrix copy = VectorMatrix.allocate(matrix.rows(), matrix.columns());
    System.arraycopy(matrix.values(), 0, copy.values(), 0, copy.values().length);
    return copy;
  }

  /** The elements without padding; any NaN is one. */
  private static int[] bits(VectorMatrix matrix) {
    int[] bits = new int[matrix.rows() * matrix.columns()];
    for (int i = 0; i < bits.length; i++) {
      int at = matrix.row(i / matrix.columns()) + i % matrix.columns();
      bits[i] = Float.floatToIntBits(matrix.values()[at]);
    }
    return bits;
  }
}
