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
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.engine.compute.AxialAttention;
import org.ribond.engine.compute.Convolution;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.MapConvolution;
import org.ribond.engine.compute.Recurrence;

/**
 * Products, convolutions and recurrent layers whose vectors stay in registers. Where C2 leaves a
 * call in a kernel it boxes vectors, which costs a tenth of the rate or all but a twentieth of it,
 * and shows in no result: only in what the thread allocates. Each case has a process of its own,
 * since what C2 makes of a kernel depends on what ran before, vectors of other widths above all.
 */
class AllocationTest {
  /** More than the objects that describe an operation, less than a box for each tile or row. */
  private static final long MOST_BYTES = 4096;

  /** Operations in a row without boxes that will do, and those to wait for the compiler. */
  private static final int ENOUGH = 20;

  private static final int MOST_OPERATIONS = 1000;

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

  /** Layers of two widths by turns, as in a network. */
  @ParameterizedTest
  @CsvSource({"LSTM, 64, 128", "LSTM, 40, 70", "GRU, 64, 128", "GRU, 40, 70"})
  void recurrence_afterWarmingUp_boxesNoVectors(String cell, String units, String otherUnits)
      throws IOException, InterruptedException {
    requireNoBoxes("recurrence", cell, units, otherUnits);
  }

  /** By dilation and channels; panels of both kinds of tiles. */
  @ParameterizedTest
  @CsvSource({"1, 16", "1, 40", "2, 16", "2, 40"})
  void mapConvolution_afterWarmingUp_boxesNoVectors(String dilation, String channels)
      throws IOException, InterruptedException {
    requireNoBoxes("maps", dilation, channels);
  }

  @ParameterizedTest
  @CsvSource({"16, 1", "66, 2"})
  void axialAttention_afterWarmingUp_boxesNoVectors(String width, String heads)
      throws IOException, InterruptedException {
    requireNoBoxes("attention", width, heads);
  }

  private static void requireNoBoxes(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                AllocationTest.class.getName()));
    command.addAll(List.of(arguments));
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
    try (VectorBackend backend = new VectorBackend(1)) {
      Runnable operation =
          switch (args[0]) {
            case "product" -> product(backend, args);
            case "recurrence" -> recurrence(backend, args);
            case "maps" -> maps(backend, args);
            case "attention" -> attention(backend, args);
            default -> convolution(backend, args);
          };
      for (int i = 0; i < MOST_OPERATIONS && inRow < ENOUGH; i++) {
        long before = threads.getThreadAllocatedBytes(self);
        operation.run();
        bytes = threads.getThreadAllocatedBytes(self) - before;
        inRow = bytes <= MOST_BYTES ? inRow + 1 : 0;
      }
    }
    System.out.println(inRow == ENOUGH ? "no boxes" : "an operation allocates " + bytes + " bytes");
  }

  private static Runnable product(VectorBackend backend, String... args) {
    int columns = Integer.parseInt(args[1]);
    boolean transposeA = Boolean.parseBoolean(args[2]);
    double density = Double.parseDouble(args[3]);
    SplittableRandom random = new SplittableRandom(1);
    int rows = 451;
    int inner = 4096;
    VectorMatrix a = matrix(transposeA ? inner : rows, transposeA ? rows : inner, density, random);
    VectorMatrix b = matrix(inner, columns, 1, random);
    VectorMatrix c = VectorMatrix.allocate(rows, columns);
    return () -> backend.gemm(transposeA, false, a, b, false, c, Epilogue.NONE);
  }

  private static Runnable convolution(VectorBackend backend, String... args) {
    int channels = Integer.parseInt(args[1]);
    int n = Integer.parseInt(args[2]);
    SplittableRandom random = new SplittableRandom(1);
    Convolution shape = Convolution.same(9, 2);
    Layout chains = Layout.chains(101, 333, 7, 450, 60, 510, 249, 101, 200, 499);
    VectorMatrix x = matrix(chains.sites(), channels, 1, random);
    VectorMatrix weights = matrix(9 * channels, n, 1, random);
    VectorMatrix out = matrix(chains.sites(), n, 1, random);
    return switch (args[0]) {
      case "forward" -> () -> backend.convolution(shape, chains, x, weights, out, Epilogue.NONE);
      case "input" -> () -> backend.convolutionInputGradient(shape, chains, out, weights, true, x);
      default -> () -> backend.convolutionWeightGradient(shape, chains, x, out, weights);
    };
  }

  /** A convolution over maps and both its gradients. */
  private static Runnable maps(VectorBackend backend, String... args) {
    MapConvolution shape = MapConvolution.full(3, Integer.parseInt(args[1]));
    int channels = Integer.parseInt(args[2]);
    SplittableRandom random = new SplittableRandom(1);
    int[] sides = {61, 50};
    Layout maps = Layout.maps(sides, sides);
    VectorMatrix x = matrix(maps.sites(), channels, 1, random);
    VectorMatrix weights = matrix(9 * channels, channels, 0.1, random);
    VectorMatrix out = matrix(maps.sites(), channels, 1, random);
    VectorMatrix gradient = VectorMatrix.allocate(9 * channels, channels);
    return () -> {
      backend.mapConvolution(shape, maps, x, weights, out, Epilogue.NONE);
      backend.mapConvolutionInputGradient(shape, maps, out, weights, false, x);
      backend.mapConvolutionWeightGradient(shape, maps, x, out, gradient);
    };
  }

  /** Along chains, whose lines are few, so that what describes them is small. */
  private static Runnable attention(VectorBackend backend, String... args) {
    int width = Integer.parseInt(args[1]);
    AxialAttention attention =
        new AxialAttention(AxialAttention.Axis.CHAIN, Integer.parseInt(args[2]));
    SplittableRandom random = new SplittableRandom(1);
    Layout chains = Layout.chains(301, 7);
    VectorMatrix projected = matrix(chains.sites(), 3 * width, 1, random);
    VectorMatrix out = matrix(chains.sites(), width, 1, random);
    VectorMatrix gradient = VectorMatrix.allocate(chains.sites(), 3 * width);
    return () -> {
      backend.axialAttention(attention, chains, projected, out);
      backend.axialAttentionGradient(attention, chains, projected, out, gradient);
    };
  }

  private static Runnable recurrence(VectorBackend backend, String... args) {
    Recurrence recurrence = new Recurrence(Recurrence.Cell.valueOf(args[1]), true);
    Runnable one = recurrence(backend, recurrence, Integer.parseInt(args[2]));
    Runnable other = recurrence(backend, recurrence, Integer.parseInt(args[3]));
    return () -> {
      one.run();
      other.run();
    };
  }

  /** A pass forwards and one backwards along chains of many lengths. */
  private static Runnable recurrence(VectorBackend backend, Recurrence recurrence, int units) {
    Layout chains = Layout.chains(IntStream.range(0, 60).toArray());
    SplittableRandom random = new SplittableRandom(1);
    int width = recurrence.cell().gates() * units;
    VectorMatrix gates = matrix(chains.sites(), width, 1, random);
    VectorMatrix weights = matrix(units, width, 0.1, random);
    VectorMatrix out = matrix(chains.sites(), units, 1, random);
    VectorMatrix memory = matrix(chains.sites(), units, 1, random);
    VectorMatrix gradient = matrix(chains.sites(), units, 1, random);
    VectorMatrix ofWeights = VectorMatrix.allocate(units, width);
    return () -> {
      backend.recurrence(recurrence, chains, gates, weights, out, memory);
      backend.recurrenceGradient(
          recurrence, chains, gates, weights, out, memory, gradient, ofWeights);
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
