package org.ribond.engine.compute.vector;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.TestSeed;

/**
 * Products whose vectors stay in registers. Where C2 leaves a call in a kernel it boxes vectors,
 * which costs a tenth of the rate or all but a twentieth of it, and shows in no result: only in
 * what the thread allocates.
 */
class AllocationTest {
  /** More than the objects that describe a product, less than a box for each tile of it. */
  private static final long MOST_BYTES = 4096;

  /** Products in a row without boxes that will do, and products to wait for the compiler. */
  private static final int ENOUGH = 20;

  private static final int MOST_PRODUCTS = 20_000;

  @ParameterizedTest
  @CsvSource({
    "16, false, 1",
    "32, false, 1",
    "48, false, 1",
    "64, false, 1",
    "16, true, 1",
    "32, true, 1",
    "48, true, 1",
    "64, true, 1",
    "96, false, 0.1",
    "96, true, 0.1"
  })
  void multiply_afterWarmingUp_boxesNoVectors(int columns, boolean transposeA, double density) {
    SplittableRandom random = TestSeed.random("allocation");
    int rows = 256;
    int inner = 600;
    VectorMatrix a =
        transposeA ? matrix(inner, rows, density, random) : matrix(rows, inner, density, random);
    VectorMatrix b = matrix(inner, columns, 1, random);
    VectorMatrix c = VectorMatrix.allocate(rows, columns);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().threadId();
    long bytes = 0;
    try (Workers workers = new Workers(1)) {
      Gemm gemm = new Gemm(workers, new Scratch[] {new Scratch()});
      int inRow = 0;
      for (int i = 0; i < MOST_PRODUCTS && inRow < ENOUGH; i++) {
        long before = threads.getThreadAllocatedBytes(self);
        gemm.multiply(transposeA, false, a, b, false, c, Epilogue.NONE);
        bytes = threads.getThreadAllocatedBytes(self) - before;
        inRow = bytes <= MOST_BYTES ? inRow + 1 : 0;
      }
      assertTrue(inRow == ENOUGH, "a product allocates " + bytes + " bytes");
    }
  }

  private static VectorMatrix matrix(
      int rows, int columns, double density, SplittableRandom random) {
    VectorMatrix matrix = VectorMatrix.allocate(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        boolean isZero = random.nextDouble() >= density;
        matrix.values()[matrix.row(i) + j] = isZero ? 0 : random.nextFloat() - 0.5f;
      }
    }
    return matrix;
  }
}
