package org.ribond.engine.train;

import java.util.ArrayList;
import java.util.List;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.network.Samples;
import org.ribond.engine.sampling.PairSet;

/** The samples of one epoch, put on a backend at once so that no step transfers any. */
final class EpochSamples implements AutoCloseable {
  private final PairSet pairs;
  private final List<Ints> lists = new ArrayList<>();
  private final Matrix weights;
  private final Samples samples;

  /**
   * Puts {@code pairs} on {@code backend}.
   *
   * @param pools residue letters and base letters, which remain the caller's
   */
  EpochSamples(Backend backend, List<Ints> pools, PairSet pairs) {
    this.pairs = pairs;
    weights = backend.allocate(1, pairs.size());
    try {
      backend.upload(pairs.weights(), weights);
      Ints residues = list(backend, pairs.residues());
      Ints bases = list(backend, pairs.bases());
      Ints labels = list(backend, pairs.labels());
      samples = new Samples(pools, List.of(residues, bases), labels, weights);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Ints list(Backend backend, int[] values) {
    Ints list = backend.allocateInts(values.length);
    lists.add(list);
    backend.upload(values, list);
    return list;
  }

  Samples samples() {
    return samples;
  }

  /** One over the sum of the weights of {@code count} samples: the mean loss's factor. */
  float scale(int first, int count) {
    double sum = 0;
    for (int i = first; i < first + count; i++) {
      sum += pairs.weights()[i];
    }
    return (float) (1 / sum);
  }

  @Override
  public void close() {
    weights.close();
    lists.forEach(Ints::close);
  }
}
