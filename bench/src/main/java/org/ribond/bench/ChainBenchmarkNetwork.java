package org.ribond.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.fold.train.FoldPlan;
import org.ribond.engine.label.data.Molecule;
import org.ribond.engine.label.train.LabelDefaults;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.ChainNetwork;
import org.ribond.engine.network.ChainTargets;
import org.ribond.engine.network.ConvLstm;
import org.ribond.engine.network.PairFamily;
import org.ribond.engine.network.Readings;
import org.ribond.engine.network.Weights;

/**
 * A network on whole sequences, or on pairs of their letters, that is trained and asked in the
 * benchmark.
 *
 * @param name name in reports
 * @param architecture its shape
 * @param letters of each sequence
 * @param batch most sequences of a mini-batch
 */
record ChainBenchmarkNetwork(String name, ChainArchitecture architecture, int letters, int batch) {
  /** As many as sets of binding sites have. */
  private static final int LETTERS = 101;

  /** About as many as a small RNA has. */
  private static final int RNA_LETTERS = 80;

  private static final int BATCH = 128;
  private static final int RNA_BATCH = 8;
  private static final int BASES = 4;
  private static final int CLASSES = 2;
  private static final int SEED = 1;

  /** Sites of a chunk, as where labels are learned. */
  private static final int SITES = 1 << 16;

  /**
   * The default of labels, which is convolutional, the recurrent one of arXiv 2012.05995, and the
   * default of structures, over maps.
   */
  static List<ChainBenchmarkNetwork> all() {
    return List.of(
        new ChainBenchmarkNetwork(
            "dilated",
            new ChainArchitecture(BASES, CLASSES, LabelDefaults.family(Molecule.DNA, LETTERS)),
            LETTERS,
            BATCH),
        new ChainBenchmarkNetwork(
            "conv-lstm", new ChainArchitecture(BASES, CLASSES, ConvLstm.PAPER), LETTERS, BATCH),
        new ChainBenchmarkNetwork(
            "fold", FoldPlan.of(FoldPlan.FAMILY).architecture(), RNA_LETTERS, RNA_BATCH));
  }

  /** Name and size, such as {@code dilated (101 letters)}. */
  String title() {
    return name + " (" + letters + " letters)";
  }

  /** Floating-point operations of the products of one pass of one sequence. */
  double flops() {
    return 2 * architecture.multiplyAdds(letters);
  }

  private boolean isOfPairs() {
    return architecture.family() instanceof PairFamily;
  }

  /** Sequences whose results are compared with the reference's, which takes its time over maps. */
  int checked() {
    return isOfPairs() ? 1 : 3;
  }

  /** What its training is. */
  Kind training() {
    return isOfPairs() ? Kind.MAP_TRAIN : Kind.CHAIN_TRAIN;
  }

  /** What asking it is. */
  Kind prediction() {
    return isOfPairs() ? Kind.MAP_PREDICT : Kind.CHAIN_PREDICT;
  }

  /** The network with its initial weights. */
  ChainNetwork fresh(Backend backend) {
    return new ChainNetwork(backend, architecture, Weights.initial(architecture, SEED, 0), SITES);
  }

  /** Random sequences, the same for the same numbers. */
  Readings readings(int count, int seed) {
    Random random = new Random(seed);
    List<int[]> sequences = new ArrayList<>();
    List<float[]> cells = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sequences.add(random.ints(letters, 0, BASES).toArray());
      if (architecture.family() instanceof PairFamily pairs) {
        float[] given = new float[letters * letters * pairs.given()];
        for (int k = 0; k < given.length; k++) {
          given[k] = random.nextFloat() - 0.5f;
        }
        cells.add(given);
      }
    }
    return isOfPairs() ? Readings.pairs(sequences, cells) : Readings.forward(sequences);
  }

  /** Classes by turns, or every tenth cell of the maps as a pair. */
  ChainTargets targets(int count) {
    if (!isOfPairs()) {
      int[] labels = new int[count];
      Arrays.setAll(labels, i -> i % CLASSES);
      float[] weights = new float[count];
      Arrays.fill(weights, 1);
      return new ChainTargets.Classes(labels, weights);
    }
    float[] values = new float[count * letters * letters];
    float[] weights = new float[values.length];
    Arrays.fill(weights, 1);
    for (int cell = 0; cell < values.length; cell += 10) {
      values[cell] = 1;
    }
    return new ChainTargets.Numbers(
        ChainTargets.Numbers.Loss.SIGMOID_CROSS_ENTROPY, 1, values, weights);
  }

  /** What the loss of so many sequences is multiplied by, so that it is a mean. */
  float scale(int count) {
    return 1f / (isOfPairs() ? count * letters * letters : count);
  }
}
