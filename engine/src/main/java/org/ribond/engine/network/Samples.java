package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.compute.Matrix;

/**
 * Training samples on a backend, in the order in which mini-batches take them.
 *
 * @param letters pool of letters of each window of the architecture
 * @param positions for each window, the centre that each sample has in its pool
 * @param labels class of each sample
 * @param weights weight of each sample in the loss, one row
 */
public record Samples(List<Ints> letters, List<Ints> positions, Ints labels, Matrix weights) {
  public Samples {
    letters = List.copyOf(letters);
    positions = List.copyOf(positions);
    int count = labels.length();
    if (letters.size() != positions.size()
        || positions.stream().anyMatch(list -> list.length() != count)
        || weights.rows() != 1
        || weights.columns() != count) {
      throw new IllegalArgumentException(
          "samples: "
              + letters.size()
              + " pools, positions "
              + positions.stream().map(Ints::length).toList()
              + ", "
              + count
              + " labels, weights "
              + weights.rows()
              + "x"
              + weights.columns());
    }
  }

  /** Number of samples. */
  public int size() {
    return labels.length();
  }
}
