package org.ribond.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.label.data.Molecule;
import org.ribond.engine.label.train.LabelDefaults;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.ChainNetwork;
import org.ribond.engine.network.ConvLstm;
import org.ribond.engine.network.Readings;
import org.ribond.engine.network.Weights;

/**
 * A network on whole sequences that is trained and asked in the benchmark.
 *
 * @param name name in reports
 * @param architecture its shape
 */
record ChainBenchmarkNetwork(String name, ChainArchitecture architecture) {
  /** Letters of each sequence, as many as sets of binding sites have. */
  static final int LETTERS = 101;

  private static final int BASES = 4;
  private static final int CLASSES = 2;
  private static final int SEED = 1;

  /** Sites of a chunk, as where labels are learned. */
  private static final int SITES = 1 << 16;

  /** The default of labels, which is convolutional, and the recurrent one of arXiv 2012.05995. */
  static List<ChainBenchmarkNetwork> all() {
    return List.of(
        new ChainBenchmarkNetwork(
            "dilated",
            new ChainArchitecture(BASES, CLASSES, LabelDefaults.family(Molecule.DNA, LETTERS))),
        new ChainBenchmarkNetwork(
            "conv-lstm", new ChainArchitecture(BASES, CLASSES, ConvLstm.PAPER)));
  }

  /** Name and size, such as {@code dilated (101 letters)}. */
  String title() {
    return name + " (" + LETTERS + " letters)";
  }

  /** Floating-point operations of the products of one pass of one sequence. */
  double flops() {
    return 2 * architecture.multiplyAdds(LETTERS);
  }

  /** The network with its initial weights. */
  ChainNetwork fresh(Backend backend) {
    return new ChainNetwork(backend, architecture, Weights.initial(architecture, SEED, 0), SITES);
  }

  /** Random sequences, the same for the same numbers. */
  static Readings readings(int count, int seed) {
    Random random = new Random(seed);
    List<int[]> sequences = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sequences.add(random.ints(LETTERS, 0, BASES).toArray());
    }
    return Readings.forward(sequences);
  }
}
