package org.ribond.bench.peer;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Locale;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.Learner;
import org.ribond.engine.network.Network;
import org.ribond.engine.network.Samples;
import org.ribond.engine.network.Weights;
import org.ribond.engine.network.WindowArchitecture;

/** Steps of training beside PyTorch's: one-hot windows times a matrix there, and EmbeddingBag. */
final class TrainingDuels {
  private static final int BATCH = 4096;
  private static final double LOSS_TOLERANCE = 1e-4;

  /** Calls that choose PyTorch's number of threads. */
  private static final int TRIALS = 3;

  private final Backend backend;
  private final int threads;
  private final String part;

  /** A step of the peer. */
  @FunctionalInterface
  private interface Step {
    /** Takes the step; returns the loss before it. */
    float loss();
  }

  TrainingDuels(Backend backend, int threads, String part) {
    this.backend = backend;
    this.part = part;
    this.threads = threads;
  }

  /**
   * Measures both ways of the peer.
   *
   * @param group samples that share a mask on Ribond's side alone, or 0
   */
  void run(int window, float dropout, int group, Scoreboard board) {
    String masks = group == 0 ? "" : " in groups of " + group;
    String work = String.format(Locale.ROOT, "window %d, dropout %.1f%s", window, dropout, masks);
    if (!work.contains(part)) {
      return;
    }
    TrainingSet set = TrainingSet.random(window, BATCH);
    WindowArchitecture architecture = Inputs.network(window, dropout);
    Weights weights = Weights.initial(architecture, 1, 0);
    try (Network network = new Network(backend, architecture, weights);
        Learner learner = new Learner(network, Adam.of(1e-3f), 1, 0, BATCH, group);
        Torch torch = new Torch(weights, dropout)) {
      Samples samples = set.samples(backend);
      Runnable ours = () -> learner.step(samples, 0, BATCH, 1f / BATCH);
      NDArray oneHot = torch.matrix(set.oneHot(), BATCH, set.width());
      NDArray rows = torch.rows(set.gatheredRows());
      NDArray offsets = torch.offsets(BATCH, 2 * window);
      NDArray labels = torch.matrix(oneHotLabels(set.labels()), BATCH, 2);
      Step dense =
          () ->
              torch.within(
                  List.of(oneHot, labels), () -> torch.step(() -> torch.dense(oneHot), labels));
      Step bag =
          () ->
              torch.within(
                  List.of(rows, offsets, labels),
                  () -> torch.step(() -> torch.bag(rows, offsets), labels));
      ours.run();
      float loss = dense.loss();
      if (dropout == 0 && Math.abs(loss - learner.takeLossSum()) > LOSS_TOLERANCE) {
        throw new IllegalStateException("first losses differ");
      }
      time(board, work, "dense", ours, dense);
      time(board, work, "EmbeddingBag", ours, bag);
    }
  }

  private static float[] oneHotLabels(int[] labels) {
    float[] values = new float[2 * labels.length];
    for (int i = 0; i < labels.length; i++) {
      values[2 * i + labels[i]] = 1;
    }
    return values;
  }

  private void time(Scoreboard board, String work, String way, Runnable ours, Step theirs) {
    int best = 1;
    double bestSeconds = Double.POSITIVE_INFINITY;
    for (int candidate = 1; candidate <= threads; candidate++) {
      Torch.setThreads(candidate);
      double seconds = Scoreboard.best(theirs::loss, TRIALS);
      if (seconds < bestSeconds) {
        bestSeconds = seconds;
        best = candidate;
      }
    }
    Torch.setThreads(best);
    String name = "%s: PyTorch %s, %d threads".formatted(work, way, best);
    board.time(new Duel(name, "samples/s", BATCH, ours, theirs::loss));
  }
}
