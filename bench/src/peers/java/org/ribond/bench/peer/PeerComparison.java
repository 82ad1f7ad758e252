package org.ribond.bench.peer;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.onnxruntime.OrtException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.Backends;

/**
 * The vector backend beside OpenBLAS, PyTorch and ONNX Runtime on the same processor, measured in
 * turns in one run: medians, and the median and quartiles of the ratio of neighbouring
 * measurements, above 1 where Ribond is faster.
 *
 * <p>Arguments: parts to run, of {@code gemm}, {@code train}, {@code map} (default: all); {@code
 * threads=N} (default: all processors); {@code rounds=N} (default: 15); {@code part=TEXT}, part of
 * the names of the products and of the training to run.
 */
public final class PeerComparison {
  private static final List<String> PARTS = List.of("gemm", "train", "map");
  private static final float[] DROPOUTS = {0.5f, 0};
  private static final int GROUP = 1024;
  private static final int[] WINDOWS = {15, 31};

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final int threads;
  private final String part;
  private final Scoreboard board;
  private final Backend backend;

  private PeerComparison(List<String> arguments) {
    threads =
        Integer.parseInt(
            option(arguments, "threads", "" + Runtime.getRuntime().availableProcessors()));
    part = option(arguments, "part", "");
    board = new Scoreboard(out, Integer.parseInt(option(arguments, "rounds", "15")));
    backend = Backends.open("vector", new BackendOptions(0, threads), out::println);
  }

  /** Runs the comparison. */
  public static void main(String[] arguments) {
    List<String> list = Arrays.asList(arguments);
    List<String> parts = list.stream().filter(PARTS::contains).toList();
    new PeerComparison(list).run(parts.isEmpty() ? PARTS : parts);
  }

  private static String option(List<String> arguments, String name, String otherwise) {
    return arguments.stream()
        .filter(argument -> argument.startsWith(name + "="))
        .map(argument -> argument.substring(name.length() + 1))
        .findFirst()
        .orElse(otherwise);
  }

  private void run(List<String> parts) {
    out.printf(
        Locale.ROOT,
        "%s, %s, Java %s, %d threads%n",
        backend.device().name(),
        backend.device().detail(),
        Runtime.version(),
        threads);
    if (parts.contains("gemm")) {
      products();
    }
    if (parts.contains("train")) {
      training();
    }
    if (parts.contains("map")) {
      maps();
    }
    backend.close();
  }

  private void products() {
    try {
      OpenBlas blas = new OpenBlas();
      blas.setThreads(threads);
      board.heading("OpenBLAS for " + blas.core());
      GemmDuels duels = new GemmDuels(backend, blas);
      GemmShape.all().stream()
          .filter(candidate -> candidate.name().contains(part))
          .forEach(candidate -> duels.run(candidate, board));
    } catch (IllegalStateException e) {
      board.skipped("OpenBLAS", e.getMessage());
    }
  }

  private void training() {
    try {
      board.heading("training, mini-batches of 4096: PyTorch " + torchVersion());
      TrainingDuels duels = new TrainingDuels(backend, threads, part);
      for (int window : WINDOWS) {
        for (float dropout : DROPOUTS) {
          duels.run(window, dropout, 0, board);
        }
        duels.run(window, DROPOUTS[0], GROUP, board);
      }
    } catch (EngineException e) {
      board.skipped("PyTorch", e.getMessage());
    }
  }

  private void maps() {
    board.heading("maps of 300 x 100: " + OnnxMaps.version() + ", PyTorch " + torchVersion());
    for (int window : WINDOWS) {
      try (MapWork work = new MapWork(backend, window)) {
        out.printf(
            Locale.ROOT,
            "window %d, initial weights: %.0f %% of the outputs of layer 1 are not 0%n",
            window,
            100 * work.density());
        new OnnxMaps(threads).run(work, board);
        new TorchMaps(threads).run(work, board);
      } catch (OrtException e) {
        board.skipped("ONNX Runtime", e.getMessage());
      } catch (EngineException e) {
        board.skipped("PyTorch", e.getMessage());
      }
    }
  }

  private static String torchVersion() {
    return Engine.getEngine("PyTorch").getVersion();
  }
}
