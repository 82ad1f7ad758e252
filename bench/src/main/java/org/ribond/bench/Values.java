package org.ribond.bench;

import java.util.SplittableRandom;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.compute.Matrix;

/** Random inputs, the same in every run. */
final class Values {
  private static final long SEED = 2511_08648;

  private Values() {}

  /** {@code count} numbers between -1 and 1. */
  static float[] floats(int count, int purpose) {
    SplittableRandom random = new SplittableRandom(SEED + purpose);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  /** {@code count} numbers from {@code from} to {@code to}, exclusive. */
  static int[] ints(int count, int from, int to, int purpose) {
    return new SplittableRandom(SEED + purpose).ints(count, from, to).toArray();
  }

  /** A matrix of {@code values}. */
  static Matrix matrix(Backend backend, int rows, int columns, float[] values) {
    Matrix matrix = backend.allocate(rows, columns);
    backend.upload(values, matrix);
    return matrix;
  }

  /** A list of {@code values}. */
  static Ints list(Backend backend, int[] values) {
    Ints list = backend.allocateInts(values.length);
    backend.upload(values, list);
    return list;
  }

  /** {@code length} random letters of {@code alphabet}. */
  static String letters(String alphabet, int length, int purpose) {
    StringBuilder letters = new StringBuilder();
    for (int letter : ints(length, 0, alphabet.length(), purpose)) {
      letters.append(alphabet.charAt(letter));
    }
    return letters.toString();
  }
}
