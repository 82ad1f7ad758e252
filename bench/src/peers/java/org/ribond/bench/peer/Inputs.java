package org.ribond.bench.peer;

import java.util.List;
import java.util.SplittableRandom;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.contact.train.ContactPlan;
import org.ribond.engine.network.WindowArchitecture;

/** Random inputs, the same in every run, for both sides of a duel. */
final class Inputs {
  static final int PROTEIN_LETTERS = 20;
  static final int RNA_LETTERS = 4;

  private Inputs() {}

  /** A network of the paper for windows of {@code window} letters. */
  static WindowArchitecture network(int window, float dropout) {
    int inputs = 30 * window;
    return ContactPlan.architecture(
        window, window, List.of(inputs + 1, 2 * inputs + 1), Activation.RELU, dropout);
  }

  /** Numbers between -1 and 1. */
  static float[] floats(int count, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  /** Numbers from 0 to {@code bound}, exclusive. */
  static int[] ints(int count, int bound, int seed) {
    return new SplittableRandom(seed).ints(count, 0, bound).toArray();
  }

  /** {@code length} random letters of {@code alphabet}. */
  static String letters(String alphabet, int length, int seed) {
    StringBuilder letters = new StringBuilder();
    for (int letter : ints(length, alphabet.length(), seed)) {
      letters.append(alphabet.charAt(letter));
    }
    return letters.toString();
  }
}
