package org.ribond.engine.embed.probe;

import java.util.List;

/** What is known of each sample. The arrays are not copied and must not be changed. */
public sealed interface Targets {
  /** Number of samples. */
  int size();

  /**
   * Measured numbers.
   *
   * @param values one for each sample, finite
   */
  record Numbers(float[] values) implements Targets {
    @Override
    public int size() {
      return values.length;
    }
  }

  /**
   * Classes.
   *
   * @param names of the classes, at least two
   * @param labels class of each sample, from 0
   */
  record Classes(List<String> names, int[] labels) implements Targets {
    /** Keeps a copy of the names. */
    public Classes {
      names = List.copyOf(names);
    }

    @Override
    public int size() {
      return labels.length;
    }
  }
}
