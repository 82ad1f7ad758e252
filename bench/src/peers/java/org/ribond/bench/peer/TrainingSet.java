package org.ribond.bench.peer;

import java.util.Arrays;
import java.util.List;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.network.Samples;

/**
 * One mini-batch in the forms that the sides take it in.
 *
 * <p>Each sample has its own stretch of {@code window} letters in a pool of residues and in one of
 * bases.
 *
 * @param window letters of each window
 * @param size samples
 * @param residues letters of all residue windows, one after another
 * @param bases letters of all base windows
 * @param labels class of each sample
 */
record TrainingSet(int window, int size, int[] residues, int[] bases, int[] labels) {
  static TrainingSet random(int window, int size) {
    return new TrainingSet(
        window,
        size,
        Inputs.ints(window * size, Inputs.PROTEIN_LETTERS, 1),
        Inputs.ints(window * size, Inputs.RNA_LETTERS, 2),
        Inputs.ints(size, 2, 3));
  }

  /** Width of the concatenated one-hot windows. */
  int width() {
    return window * (Inputs.PROTEIN_LETTERS + Inputs.RNA_LETTERS);
  }

  /** Weight rows that each sample gathers, of the concatenated windows: size x 2 window. */
  long[] gatheredRows() {
    long[] rows = new long[size * 2 * window];
    for (int i = 0; i < size; i++) {
      for (int slot = 0; slot < window; slot++) {
        int at = i * window + slot;
        rows[i * 2 * window + slot] = (long) slot * Inputs.PROTEIN_LETTERS + residues[at];
        rows[i * 2 * window + window + slot] =
            (long) window * Inputs.PROTEIN_LETTERS + (long) slot * Inputs.RNA_LETTERS + bases[at];
      }
    }
    return rows;
  }

  /** One-hot windows: size x width. */
  float[] oneHot() {
    float[] values = new float[size * width()];
    long[] rows = gatheredRows();
    for (int i = 0; i < rows.length; i++) {
      values[i / (2 * window) * width() + (int) rows[i]] = 1;
    }
    return values;
  }

  /** On {@code backend}. */
  Samples samples(Backend backend) {
    int[] centres = new int[size];
    Arrays.setAll(centres, i -> i * window + window / 2);
    float[] ones = new float[size];
    Arrays.fill(ones, 1);
    Matrix weights = backend.allocate(1, size);
    backend.upload(ones, weights);
    return new Samples(
        List.of(list(backend, residues), list(backend, bases)),
        List.of(list(backend, centres), list(backend, centres)),
        list(backend, labels),
        weights);
  }

  private static Ints list(Backend backend, int[] values) {
    Ints list = backend.allocateInts(values.length);
    backend.upload(values, list);
    return list;
  }
}
