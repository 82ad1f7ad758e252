package org.ribond.engine.compute.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.engine.compute.Convolution;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Layout;

/**
 * Products whose vectors stay in registers. Where C2 leaves a call in a kernel it boxes vectors,
 * which costs a tenth of the rate or all but a twentieth of it, and shows in no result: only in
 * what the thread allocates. Each operation has a process of its own, since what C2 makes of a
 * kernel depends on what ran before, vectors of other widths above all.
 */
class AllocationTest {
  /** More than the objects that describe an operation, less than a box for each tile of it. */
  private static final long MOST_BYTES = 4096;

  /** Operations in a row without boxes that will do, and operations to wait for the compiler. */
  private static final int ENOUGH = 20;

  private static final int MOST_PRODUCTS = 1000;

  /** Columns of panels of every width: 464 are seven of 64, and 16, taken as 48 and 32. */
  @ParameterizedTest
  @CsvSource({
    "16, false, 1",
    "16, true, 1",
    "464, false, 1",
    "464, true, 1",
    "464, false, 0.1",
    "464, true, 0.1"
  })
  void multiply_afterWarmingUp_boxesNoVectors(String columns, String transposeA, String density)
      throws IOException, InterruptedException {
    requireNoBoxes("product", columns, transposeA, density);
  }

  /** By number of channels before and behind; their panels are of two widths. */
  @ParameterizedTest
  @CsvSource({
    "forward, 70, 64",
    "forward, 16, 30",
    "input, 64, 70",
    "input, 30, 16",
    "weights, 70, 64",
    "weights, 16, 30"
  })
  void convolution_afterWarmingUp_boxesNoVectors(String operation, String channels, String n)
      throws IOException, InterruptedException {
    requireNoBoxes(operation, channels, n);
  }

  private static void requireNoBoxes(String... operation) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(AllocationTest.class.getName());
    command.addAll(List.of(operation));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String answer =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    process.waitFor();
    assertEquals("no boxes", answer.lines().reduce("", (before, line) -> line), answer);
  }

  /** Repeats an operation until it allocates no boxes, and says so or what it allocates. */
  public static void main(String[] args) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().threadId();
    long bytes = 0;
    int inRow = 0;
    try (Workers workers = new Workers(1)) {
      Gemm gemm = new Gemm(workers, new Scratch[] {new Scratch()});
      Runnable operation =
          args[0].equals("product")
              ? product(gemm, args)
              : convolution(new Convolutions(workers, gemm), args);
      for (int i = 0; i < MOST_PRODUCTS && inRow < ENOUGH; i++) {
        long before = threads.getThreadAllocatedBytes(self);
        operation.run();
        bytes = threads.getThreadAllocatedBytes(self) - before;
        inRow = bytes <= MOST_BYTES ? inRow + 1 : 0;
      }
    }
    System.out.println(inRow == ENOUGH ? "no boxes" : args[0] + " allocates " + bytes + " bytes");
  }

  private static Runnable product(Gemm gemm, String... args) {
    int columns = Integer.parseInt(args[1]);
    boolean transposeA = Boolean.parseBoolean(args[2]);
    double density = Double.parseDouble(args[3]);
    SplittableRandom random = new SplittableRandom(1);
    int rows = 451;
    int inner = 4096;
    VectorMatrix a = matrix(transposeA ? inner : rows, transposeA ? rows : inner, density, random);
    VectorMatrix b = matrix(inner, columns, 1, random);
    VectorMatrix c = VectorMatrix.allocate(rows, columns);
    return () -> gemm.multiply(transposeA, false, a, b, false, c, Epilogue.NONE);
  }

  private static Runnable convolution(Convolutions convolutions, String... args) {
    int channels = Integer.parseInt(args[1]);
    int n = Integer.parseInt(args[2]);
    SplittableRandom random = new SplittableRandom(1);
    Convolution shape = Convolution.same(9, 2);
    Layout chains = Layout.chains(101, 333, 7, 450, 60, 510, 249, 101, 200, 499);
    VectorMatrix x = matrix(chains.sites(), channels, 1, random);
    VectorMatrix weights = matrix(9 * channels, n, 1, random);
    VectorMatrix out = matrix(chains.sites(), n, 1, random);
    return switch (args[0]) {
      case "forward" -> () -> convolutions.forward(shape, chains, x, weights, out, Epilogue.NONE);
      case "input" -> () -> convolutions.inputGradient(shape, chains, out, weights, true, x);
      default -> () -> convolutions.weightGradient(shape, chains, x, out, weights);
    };
  }

  private static VectorMatrix matrix(
      int rows, int columns, double density, SplittableRandom random) {
    VectorMatrix matrix = VectorMatrix.allocate(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        boolean isZero = random.nextDouble() >= density;
        matrix.values()[matrix.row(i) + j] = isZero ? 0 : (float) random.nextDouble(-1, 1);
      }
    }
    return matrix;
  }
}
