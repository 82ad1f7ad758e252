package org.ribond.kernels.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.AdamStep;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.Backends;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.Precision;
import org.ribond.engine.compute.WindowInput;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.Learner;
import org.ribond.engine.network.MapNetwork;
import org.ribond.engine.network.Network;
import org.ribond.engine.network.Samples;
import org.ribond.engine.network.Weights;
import org.ribond.engine.network.Window;
import org.ribond.engine.network.WindowArchitecture;
import org.ribond.engine.network.WindowSums;

/**
 * Times a backend on the shapes of the paper's networks and prints one line for each figure: name,
 * value, unit, separated by tabs. Every time is the median of several runs after warm-up, each from
 * a synchronised device to a synchronised device. {@code measure_peer.py} prints the same names for
 * PyTorch.
 */
public final class MeasureGpu {
  private static final int RESIDUES = 26;
  private static final int BASES = 4;

  /** Property that divides all sizes, to see on a slow device that everything runs. */
  private static final int SHRINK = Integer.getInteger("measure.shrink", 1);

  private static final int EPOCH_SAMPLES = 10_039_962 / SHRINK;
  private static final int PAPER_BATCH = 524_288 / SHRINK;
  private static final int[] BATCHES = {
    Math.max(32, 4096 / SHRINK), 32_768 / SHRINK, 65_536 / SHRINK
  };
  private static final int REPEATS = 7;

  private final Backend backend;
  private final String precision;
  private final SplittableRandom random = new SplittableRandom(1);

  private MeasureGpu(Backend backend, String precision) {
    this.backend = backend;
    this.precision = precision;
  }

  /**
   * Arguments: backend, precision, then sections {@code gemm ops chains train epoch map members}.
   */
  public static void main(String[] arguments) throws Exception {
    Consumer<String> messages = System.err::println;
    try (Backend backend = Backends.open(arguments[0], options(arguments[1]), messages)) {
      MeasureGpu measure = new MeasureGpu(backend, arguments[1]);
      System.err.println(backend.device());
      for (String section : Arrays.asList(arguments).subList(2, arguments.length)) {
        switch (section) {
          case "gemm" -> measure.gemms();
          case "ops" -> measure.operations();
          case "chains" ->
              new ChainFigures(backend, measure.random, SHRINK, measure::operation).measure();
          case "train" -> measure.training();
          case "epoch" -> measure.epoch();
          case "map" -> measure.maps();
          case "members" -> measure.members(arguments[0], messages);
          default -> throw new IllegalArgumentException(section);
        }
      }
    }
  }

  private static BackendOptions options(String precision) {
    int threads = Runtime.getRuntime().availableProcessors();
    return new BackendOptions(0, threads, Precision.valueOf(precision.toUpperCase(Locale.ROOT)));
  }

  private void print(String name, double value, String unit) {
    System.out.printf(Locale.ROOT, "%s.%s\t%.4g\t%s%n", precision, name, value, unit);
  }

  /** Median seconds of one call, each timing a run of calls long enough to time. */
  private double seconds(Runnable work) {
    work.run();
    backend.synchronize();
    long begin = System.nanoTime();
    work.run();
    backend.synchronize();
    long once = Math.max(1, System.nanoTime() - begin);
    int count = Math.clamp(20_000_000L / once, 1, 500);
    double[] times = new double[REPEATS];
    for (int i = 0; i < REPEATS; i++) {
      begin = System.nanoTime();
      for (int j = 0; j < count; j++) {
        work.run();
      }
      backend.synchronize();
      times[i] = (System.nanoTime() - begin) * 1e-9 / count;
    }
    Arrays.sort(times);
    return times[REPEATS / 2];
  }

  private Matrix matrix(int rows, int columns) {
    Matrix matrix = backend.allocate(rows, columns);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    backend.upload(values, matrix);
    return matrix;
  }

  private Ints ints(int length, int from, int to) {
    return ints(backend, random, length, from, to);
  }

  private static Ints ints(Backend backend, SplittableRandom random, int length, int from, int to) {
    Ints list = backend.allocateInts(length);
    backend.upload(random.ints(length, from, to).toArray(), list);
    return list;
  }

  private void gemms() {
    for (int window : new int[] {15, 31}) {
      int first = 30 * window + 1;
      int second = 60 * window + 1;
      for (int batch : new int[] {BATCHES[0], BATCHES[2], PAPER_BATCH}) {
        if (batch == PAPER_BATCH && window == 31) {
          continue;
        }
        try (Matrix h1 = matrix(batch, first);
            Matrix h2 = matrix(batch, second);
            Matrix w = matrix(first, second);
            Matrix dw = matrix(first, second)) {
          gemm("forward", false, false, h1, w, h2);
          gemm("input", false, true, h2, w, h1);
          gemm("weights", true, false, h1, h2, dw);
        }
      }
    }
    int side = 8192 / SHRINK;
    try (Matrix a = matrix(side, side);
        Matrix b = matrix(side, side);
        Matrix c = matrix(side, side)) {
      gemm("square", false, false, a, b, c);
    }
  }

  private void gemm(
      String name, boolean transposeA, boolean transposeB, Matrix a, Matrix b, Matrix c) {
    int k = transposeA ? a.rows() : a.columns();
    double time =
        seconds(() -> backend.gemm(transposeA, transposeB, a, b, false, c, Epilogue.NONE));
    print(
        String.format(Locale.ROOT, "gemm.%s.%dx%dx%d", name, c.rows(), c.columns(), k),
        2.0 * c.rows() * c.columns() * k / time * 1e-12,
        "TFLOP/s");
  }

  /** Each operation of a step at window 15 on one chunk. */
  private void operations() {
    int rows = BATCHES[1];
    Dropout dropout = new Dropout(0.5f, 1, 0, 0, 1, 0);
    try (Ints letters = ints(100_000, 0, RESIDUES);
        Ints baseLetters = ints(100_000, 0, BASES);
        Ints positions = ints(rows, 7, 99_000);
        Ints labels = ints(rows, 0, 2);
        Matrix weights = matrix(1, rows);
        Matrix wp = matrix(15 * RESIDUES, 451);
        Matrix wq = matrix(15 * BASES, 451);
        Matrix h1 = matrix(rows, 451);
        Matrix h2 = matrix(rows, 901);
        Matrix d1 = matrix(rows, 451);
        Matrix d2 = matrix(rows, 901);
        Matrix w2 = matrix(451, 901);
        Matrix w3 = matrix(901, 2);
        Matrix b1 = matrix(1, 451);
        Matrix b2 = matrix(1, 901);
        Matrix logits = matrix(rows, 2);
        Matrix loss = matrix(1, 1)) {
      WindowInput p = new WindowInput(letters, positions, 0, RESIDUES, 7);
      WindowInput q = new WindowInput(baseLetters, positions, 0, BASES, 7);
      Epilogue drop1 = Epilogue.of(b1, Activation.RELU, dropout);
      Epilogue drop2 = Epilogue.of(b2, Activation.RELU, dropout);
      operation("windowSum", () -> backend.windowSum(List.of(p, q), List.of(wp, wq), h1, drop1));
      operation("forward2", () -> backend.gemm(false, false, h1, w2, false, h2, drop2));
      operation("forward3", () -> backend.gemm(false, false, h2, w3, false, logits, Epilogue.NONE));
      operation(
          "loss",
          () -> backend.softmaxCrossEntropy(logits, labels, weights, 0, 1e-5f, logits, loss));
      operation("weights3", () -> backend.gemm(true, false, h2, logits, true, w3, Epilogue.NONE));
      operation("input3", () -> backend.gemm(false, true, logits, w3, false, d2, Epilogue.NONE));
      operation("activation2", () -> backend.activationGradient(Activation.RELU, dropout, h2, d2));
      operation("columnSums2", () -> backend.columnSums(d2, true, b2));
      operation("weights2", () -> backend.gemm(true, false, h1, d2, true, w2, Epilogue.NONE));
      operation("input2", () -> backend.gemm(false, true, d2, w2, false, d1, Epilogue.NONE));
      operation("activation1", () -> backend.activationGradient(Activation.RELU, dropout, h1, d1));
      operation("columnSums1", () -> backend.columnSums(d1, true, b1));
      operation("windowGradientP", () -> backend.windowSumGradient(p, d1, wp));
      operation("windowGradientQ", () -> backend.windowSumGradient(q, d1, wq));
      AdamStep step = new AdamStep(1e-3f, 0.9f, 0.999f, 1e-8f, 0, 0, 1);
      try (Matrix g = matrix(451, 901);
          Matrix m = matrix(451, 901);
          Matrix v = backend.allocate(451, 901)) {
        operation("adam", () -> backend.adam(w2, g, m, v, step));
      }
      operation("copy2", () -> backend.copy(h2, d2));
      float[] host = new float[rows * 451];
      operation("toCard1", () -> backend.upload(host, h1));
      operation("fromCard1", () -> backend.download(h1, host));
    }
  }

  private void operation(String name, Runnable work) {
    print("op." + name, seconds(work) * 1e6, "us");
  }

  private static WindowArchitecture architecture(int window) {
    return new WindowArchitecture(
        List.of(new Window("residue", RESIDUES, window / 2), new Window("base", BASES, window / 2)),
        List.of(30 * window + 1, 60 * window + 1),
        Activation.RELU,
        0.5f,
        2);
  }

  private Samples samples(int count) {
    return samples(backend, random, count);
  }

  /** Pairs of random windows of one class or the other. */
  static Samples samples(Backend backend, SplittableRandom random, int count) {
    int pool = 2_000_000;
    Matrix weights = backend.allocate(1, count);
    backend.fill(weights, 1);
    return new Samples(
        List.of(ints(backend, random, pool, 0, RESIDUES), ints(backend, random, pool, 0, BASES)),
        List.of(
            ints(backend, random, count, 50, pool - 50),
            ints(backend, random, count, 50, pool - 50)),
        ints(backend, random, count, 0, 2),
        weights);
  }

  static void close(Samples samples) {
    samples.letters().forEach(Ints::close);
    samples.positions().forEach(Ints::close);
    samples.labels().close();
    samples.weights().close();
  }

  private void training() {
    for (int window : new int[] {15, 31}) {
      for (int batch : new int[] {BATCHES[0], BATCHES[1], PAPER_BATCH}) {
        WindowArchitecture architecture = architecture(window);
        Samples samples = samples(batch);
        try (Network network =
                new Network(backend, architecture, Weights.initial(architecture, 1, 0));
            Learner learner = new Learner(network, Adam.of(1e-3f), 1, 0, batch)) {
          double time = seconds(() -> learner.step(samples, 0, batch, 1f / batch));
          print(
              String.format(Locale.ROOT, "train.w%d.batch%d", window, batch),
              batch / time,
              "samples/s");
        }
        close(samples);
      }
    }
  }

  private void epoch() {
    WindowArchitecture architecture = architecture(15);
    OptionalDouble before = CardMemory.usedMebibytes();
    Samples samples = samples(EPOCH_SAMPLES);
    printSince(before, "epoch.w15.set");
    try (Network network = new Network(backend, architecture, Weights.initial(architecture, 1, 0));
        Learner learner = new Learner(network, Adam.of(1e-3f), 1, 0, PAPER_BATCH)) {
      List<Double> times = new ArrayList<>();
      for (int repeat = 0; repeat < 4; repeat++) {
        backend.synchronize();
        long begin = System.nanoTime();
        for (int first = 0; first < EPOCH_SAMPLES; first += PAPER_BATCH) {
          int count = Math.min(PAPER_BATCH, EPOCH_SAMPLES - first);
          learner.step(samples, first, count, 1f / count);
        }
        backend.synchronize();
        times.add((System.nanoTime() - begin) * 1e-9);
      }
      print("epoch.w15.loss", learner.takeLossSum(), "sum");
      print("epoch.w15", times.subList(1, 4).stream().sorted().toList().get(1), "s");
      printSince(before, "epoch.w15.training");
    }
    close(samples);
  }

  /** The card's memory that has been taken since, where its driver tells. */
  private void printSince(OptionalDouble before, String name) {
    OptionalDouble now = CardMemory.usedMebibytes();
    if (before.isPresent() && now.isPresent()) {
      print(name + ".memory", now.getAsDouble() - before.getAsDouble(), "MiB");
    }
  }

  /** Members of an ensemble of small networks at the same time, each on a backend of its own. */
  private void members(String name, Consumer<String> messages) throws Exception {
    int batch = BATCHES[0];
    for (int count : new int[] {1, 2, 4, 8}) {
      List<Backend> backends = new ArrayList<>();
      try {
        for (int i = 0; i < count; i++) {
          backends.add(Backends.open(name, options(precision), messages));
        }
        print("members." + count, SideBySide.samplesPerSecond(backends, batch), "samples/s");
      } finally {
        backends.forEach(Backend::close);
      }
    }
  }

  private void maps() {
    int residues = 3000 / SHRINK;
    int bases = 1500 / SHRINK;
    for (int[] shape : new int[][] {{300, 100}, {residues, bases}}) {
      for (int window : new int[] {15, 31}) {
        map(shape[0], shape[1], window);
      }
    }
  }

  private void map(int residues, int bases, int window) {
    WindowArchitecture architecture = architecture(window);
    try (MapNetwork network =
            new MapNetwork(backend, architecture, Weights.initial(architecture, 1, 0));
        Ints letters = ints(residues + 2 * window, 0, RESIDUES);
        Ints baseLetters = ints(bases + 2 * window, 0, BASES);
        Ints positions = ints(residues, window, residues + window);
        Ints basePositions = ints(bases, window, bases + window);
        Matrix probabilities =
            backend.allocate(Math.min(network.tileRows(), residues * bases), 2)) {
      float[] host = new float[probabilities.rows() * 2];
      double time =
          seconds(
              () -> {
                try (WindowSums p = network.windowSums(0, letters, positions);
                    WindowSums q = network.windowSums(1, baseLetters, basePositions)) {
                  int pairs = residues * bases;
                  for (int first = 0; first < pairs; first += probabilities.rows()) {
                    int count = Math.min(probabilities.rows(), pairs - first);
                    Matrix tile = probabilities.leadingRows(count);
                    network.scorePairs(p, q, first, tile);
                    backend.download(tile, count * 2 == host.length ? host : new float[count * 2]);
                  }
                }
              });
      print(
          String.format(Locale.ROOT, "map.w%d.%dx%d", window, residues, bases),
          (double) residues * bases / time,
          "pairs/s");
    }
  }
}
