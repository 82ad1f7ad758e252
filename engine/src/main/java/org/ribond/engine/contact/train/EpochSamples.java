package org.ribond.engine.contact.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.contact.sampling.PairSet;
import org.ribond.engine.network.Samples;

/**
 * A stretch of an epoch's samples, put on a backend at once so that no step transfers any. It is
 * long enough for that to cost nothing, and short enough for the copy to need no second heap.
 */
final class EpochSamples implements AutoCloseable {
  /** Samples of a stretch, about: 8 MiB. */
  static final int LENGTH = 1 << 19;

  private final PairSet pairs;
  private final int from;
  private final List<Ints> lists = new ArrayList<>();
  private final Matrix weights;
  private final Samples samples;

  /**
   * Puts samples {@code from} to {@code to}, exclusive, of {@code pairs} on {@code backend}.
   *
   * @param pools residue letters and base letters, which remain the caller's
   */
  EpochSamples(Backend backend, List<Ints> pools, PairSet pairs, int from, int to) {
    this.pairs = pairs;
    this.from = from;
    weights = backend.allocate(1, to - from);
    try {
      backend.upload(Arrays.copyOfRange(pairs.weights(), from, to), weights);
      Ints residues = list(backend, Arrays.copyOfRange(pairs.residues(), from, to));
      Ints bases = list(backend, Arrays.copyOfRange(pairs.bases(), from, to));
      Ints labels = list(backend, Arrays.copyOfRange(pairs.labels(), from, to));
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

  /** The samples; the first is number {@link #from} of the epoch. */
  Samples samples() {
    return samples;
  }

  /** Number in the epoch of the first sample. */
  int from() {
    return from;
  }

  /** Whether it has the sample with this number in the epoch. */
  boolean has(int sample) {
    return sample >= from && sample < from + samples.size();
  }

  /**
   * One over the sum of the weights of {@code count} samples from {@code first} on, counted from
   * {@link #from}: the mean loss's factor.
   */
  float scale(int first, int count) {
    double sum = 0;
    for (int i = from + first; i < from + first + count; i++) {
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
