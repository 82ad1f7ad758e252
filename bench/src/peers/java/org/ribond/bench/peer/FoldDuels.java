package org.ribond.bench.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.fold.train.FoldPlan;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.ChainLearner;
import org.ribond.engine.network.ChainNetwork;
import org.ribond.engine.network.ChainTargets;
import org.ribond.engine.network.Fold;
import org.ribond.engine.network.Readings;
import org.ribond.engine.network.Weights;

/**
 * Training and prediction of the default network on pairs of bases beside PyTorch's. Both sides
 * take the same RNAs of one length, with numbers of each pair, ready on the host here and on the
 * device there; dropout is left out on both.
 */
final class FoldDuels {
  private static final int[] LENGTHS = {50, 100, 200, 500};

  /** Cells of a mini-batch, of at least one RNA. */
  private static final int CELLS = 40_000;

  private static final int CHUNK = 1 << 14;
  private static final double TOLERANCE = 1e-3;

  private final Backend backend;
  private final int threads;
  private final String part;

  FoldDuels(Backend backend, int threads, String part) {
    this.backend = backend;
    this.threads = threads;
    this.part = part;
  }

  void run(Scoreboard board) {
    for (int length : LENGTHS) {
      run(length, board);
    }
  }

  private static Fold family() {
    Fold usual = FoldPlan.FAMILY;
    Fold.Trunk trunk = usual.trunk();
    Fold.PairMap map = usual.map();
    return new Fold(
        new Fold.Trunk(trunk.channels(), trunk.width(), trunk.dilations(), trunk.heads(), 0),
        new Fold.PairMap(map.channels(), map.dilations(), map.axial(), map.heads(), 0),
        usual.given(),
        usual.cycles());
  }

  private static Readings readings(int count, int length, int given) {
    Random random = new Random(1);
    List<int[]> letters = new ArrayList<>();
    List<float[]> cells = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      letters.add(random.ints(length, 0, 4).toArray());
      float[] numbers = new float[length * length * given];
      for (int k = 0; k < numbers.length; k++) {
        numbers[k] = random.nextFloat() - 0.5f;
      }
      cells.add(numbers);
    }
    return Readings.pairs(letters, cells);
  }

  private void run(int length, Scoreboard board) {
    String work = "fold, %d bases".formatted(length);
    if (!work.contains(part)) {
      return;
    }
    Fold family = family();
    int count = Math.max(1, CELLS / (length * length));
    Readings readings = readings(count, length, family.given());
    float[] pairs = new float[count * length * length];
    float[] weights = new float[pairs.length];
    for (int cell = 0; cell < pairs.length; cell++) {
      pairs[cell] = cell % 10 == 0 ? 1 : 0;
      weights[cell] = 1;
    }
    ChainTargets targets =
        new ChainTargets.Numbers(
            ChainTargets.Numbers.Loss.SIGMOID_CROSS_ENTROPY, 1, pairs, weights);
    float scale = 1f / pairs.length;
    ChainArchitecture architecture = new ChainArchitecture(4, 1, family);
    Weights initial = Weights.initial(architecture, 1, 0);
    try (ChainNetwork network = new ChainNetwork(backend, architecture, initial, CHUNK);
        ChainLearner learner = new ChainLearner(network, Adam.of(1e-3f), 1, 0);
        TorchFold torch = new TorchFold(family, initial)) {
      torch.load(readings, pairs);
      TorchTrials.check(work, network.outputs(readings), torch.predict(), TOLERANCE);
      for (int step = 0; step < 2; step++) {
        learner.step(readings, targets, scale);
        float[] ours = {learner.takeLossSum()};
        TorchTrials.check(work, ours, new float[] {torch.step()}, TOLERANCE);
      }
      TorchTrials.takeFastestThreads(threads, torch::predict);
      board.time(
          new Duel(
              work + ": prediction",
              "RNAs/s",
              count,
              () -> network.outputs(readings),
              torch::predict));
      TorchTrials.takeFastestThreads(threads, torch::step);
      board.time(
          new Duel(
              work + ": training",
              "RNAs/s",
              count,
              () -> {
                learner.step(readings, targets, scale);
                backend.synchronize();
              },
              torch::step));
    }
  }
}
