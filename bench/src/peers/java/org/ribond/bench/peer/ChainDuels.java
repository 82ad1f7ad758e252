package org.ribond.bench.peer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.label.data.Molecule;
import org.ribond.engine.label.train.LabelDefaults;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.ChainLearner;
import org.ribond.engine.network.ChainNetwork;
import org.ribond.engine.network.ChainTargets;
import org.ribond.engine.network.ConvLstm;
import org.ribond.engine.network.Dilated;
import org.ribond.engine.network.Family;
import org.ribond.engine.network.Readings;
import org.ribond.engine.network.Weights;

/**
 * Steps of training of networks on whole sequences beside PyTorch's: the paper's, and the default.
 * Both sides take the same sequences, ready on the host here and as one-hot vectors on the device
 * there, and drop as in training; Ribond masks letters too.
 */
final class ChainDuels {
  private static final int BATCH = 128;
  private static final int SITES = 1 << 16;
  private static final float MASKED = 0.1f;

  /** The two ways to compute GELU differ by so much. */
  private static final double LOSS_TOLERANCE = 2e-3;

  private static final int TRIALS = 3;

  private final Backend backend;
  private final int threads;
  private final String part;

  ChainDuels(Backend backend, int threads, String part) {
    this.backend = backend;
    this.threads = threads;
    this.part = part;
  }

  void run(Scoreboard board) {
    run("conv-lstm", ConvLstm.PAPER, 101, board);
    run("conv-lstm", ConvLstm.PAPER, 500, board);
    run("dilated", LabelDefaults.family(Molecule.DNA, 101), 101, board);
  }

  private static Family withoutDropout(Family family) {
    return switch (family) {
      case ConvLstm conv ->
          new ConvLstm(
              conv.word(),
              conv.stack(),
              conv.filters(),
              conv.width(),
              conv.pool(),
              conv.recurrent(),
              conv.dense(),
              0,
              0);
      case Dilated dilated ->
          new Dilated(dilated.stem(), dilated.blocks(), dilated.head(), Dilated.Rates.NONE);
      default -> family;
    };
  }

  private static Readings readings(int letters) {
    Random random = new Random(1);
    List<int[]> sequences = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      sequences.add(random.ints(letters, 0, 4).toArray());
    }
    return Readings.forward(sequences);
  }

  private void run(String name, Family family, int letters, Scoreboard board) {
    String work = "%s, %d letters".formatted(name, letters);
    if (!work.contains(part)) {
      return;
    }
    Readings readings = readings(letters);
    int[] classes = new int[BATCH];
    Arrays.setAll(classes, i -> i % 2);
    float[] weights = new float[BATCH];
    Arrays.fill(weights, 1);
    ChainTargets targets = new ChainTargets.Classes(classes, weights);
    check(work, withoutDropout(family), readings, targets, classes);
    ChainArchitecture architecture = new ChainArchitecture(4, 2, family);
    Weights initial = Weights.initial(architecture, 1, 0);
    try (ChainNetwork network = new ChainNetwork(backend, architecture, initial, SITES);
        ChainLearner learner = new ChainLearner(network, Adam.of(1e-3f), 1, 0);
        TorchChain torch = new TorchChain(family, initial)) {
      learner.maskLetters(family instanceof Dilated ? MASKED : 0);
      torch.load(readings.letters(), classes);
      int best = 1;
      double bestSeconds = Double.POSITIVE_INFINITY;
      for (int candidate = 1; candidate <= threads; candidate++) {
        Torch.setThreads(candidate);
        double seconds = Scoreboard.best(torch::step, TRIALS);
        if (seconds < bestSeconds) {
          bestSeconds = seconds;
          best = candidate;
        }
      }
      Torch.setThreads(best);
      board.time(
          new Duel(
              work + ": PyTorch, " + best + " threads",
              "samples/s",
              BATCH,
              () -> {
                learner.step(readings, targets, 1f / BATCH);
                backend.synchronize();
              },
              torch::step));
    }
  }

  private void check(
      String work, Family family, Readings readings, ChainTargets targets, int[] classes) {
    ChainArchitecture architecture = new ChainArchitecture(4, 2, family);
    Weights initial = Weights.initial(architecture, 1, 0);
    try (ChainNetwork network = new ChainNetwork(backend, architecture, initial, SITES);
        ChainLearner learner = new ChainLearner(network, Adam.of(1e-3f), 1, 0);
        TorchChain torch = new TorchChain(family, initial)) {
      torch.load(readings.letters(), classes);
      for (int step = 0; step < 2; step++) {
        learner.step(readings, targets, 1f / BATCH);
        float ours = learner.takeLossSum();
        float theirs = torch.step();
        System.out.printf(
            Locale.ROOT, "%s, step %d: losses %.5f and %.5f%n", work, step + 1, ours, theirs);
        if (!(Math.abs(ours - theirs) <= LOSS_TOLERANCE)) {
          throw new IllegalStateException(work + ": losses differ");
        }
      }
    }
  }
}
