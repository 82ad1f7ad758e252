package org.ribond.bench.peer;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.onnxruntime.OrtException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.Backends;
import org.ribond.engine.model.ModelFile;

/**
 * The vector backend beside OpenBLAS, PyTorch and ONNX Runtime on the same processor, measured in
 * turns in one run: medians, and the median and quartiles of the ratio of neighbouring
 * measurements, above 1 where Ribond is faster.
 *
 * <p>Arguments: parts to run, of {@code gemm}, {@code train}, {@code map}, {@code chain} (training
 * on whole sequences), {@code classify}, {@code fold}, {@code embed} (default: all); {@code
 * threads=N} (default: all processors); {@code rounds=N} (default: 15); {@code part=TEXT}, part of
 * the names of what is to run, but for maps; {@code model=FILE}, a trained model of the paper's
 * size whose weights the maps take in place of initial ones.
 */
public final class PeerComparison {
  private static final List<String> PARTS =
      List.of("gemm", "train", "map", "chain", "classify", "fold", "embed");
  private static final float[] DROPOUTS = {0.5f, 0};
  private static final int GROUP = 1024;
  private static final int[] WINDOWS = {15, 31};

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final int threads;
  private final String part;
  private final String model;
  private final Scoreboard board;
  private final Backend backend;

  private PeerComparison(List<String> arguments) {
    threads =
        Integer.parseInt(
            option(arguments, "threads", "" + Runtime.getRuntime().availableProcessors()));
    part = option(arguments, "part", "");
    model = option(arguments, "model", "");
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
    if (parts.contains("chain")) {
      chains();
    }
    if (parts.contains("classify")) {
      classes();
    }
    if (parts.contains("fold")) {
      folds();
    }
    if (parts.contains("embed")) {
      encoders();
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
    if (model.isEmpty()) {
      for (int window : WINDOWS) {
        maps(() -> MapWork.initial(backend, window));
      }
    } else {
      maps(() -> new MapWork(backend, ModelFile.read(Path.of(model))));
    }
  }

  private void maps(Supplier<MapWork> maker) {
    try (MapWork work = maker.get()) {
      out.printf(
          Locale.ROOT,
          "window %d, %s weights: %.0f %% of the outputs of layer 1 are not 0%n",
          work.window(),
          model.isEmpty() ? "initial" : "trained",
          100 * work.density());
      new OnnxMaps(threads).run(work, board);
      new TorchMaps(threads).run(work, board);
    } catch (OrtException e) {
      board.skipped("ONNX Runtime", e.getMessage());
    } catch (EngineException e) {
      board.skipped("PyTorch", e.getMessage());
    }
  }

  private void chains() {
    try {
      board.heading("training on whole sequences, mini-batches of 128: PyTorch " + torchVersion());
      new ChainDuels(backend, threads, part).run(board);
    } catch (EngineException e) {
      board.skipped("PyTorch", e.getMessage());
    }
  }

  private void folds() {
    try {
      board.heading("pairs of bases, a thread for each processor: PyTorch " + torchVersion());
      new FoldDuels(backend, threads, part).run(board);
    } catch (EngineException e) {
      board.skipped("PyTorch", e.getMessage());
    }
  }

  private void encoders() {
    try {
      board.heading("encoders of transcripts: PyTorch " + torchVersion());
      new EmbedDuels(backend, threads, part).run(board);
    } catch (EngineException e) {
      board.skipped("PyTorch", e.getMessage());
    }
  }

  private void classes() {
    try {
      board.heading("classes of sequences of 101 letters: " + OnnxMaps.version());
      new OnnxLabels(backend, threads, part).run(board);
    } catch (OrtException e) {
      board.skipped("ONNX Runtime", e.getMessage());
    }
  }

  private static String torchVersion() {
    return Engine.getEngine("PyTorch").getVersion();
  }
}
