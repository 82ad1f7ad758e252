package org.ribond.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ribond.engine.compute.scalar.ScalarBackend;

/**
 * Gradients with respect to letters against central differences. A letter can be moved a little on
 * its way to another one if it is the only one of its kind: its rows of weights are then its own.
 */
class LetterGradientTest {
  private static final int LENGTH = 17;
  private static final int ALPHABET = 5;

  /** The letter of which there is only one. */
  private static final int ALONE = 4;

  private static final float[] SUM = {0.5f, -1, 2};
  private static final float STEP = 1e-3f;

  /** What a difference of outputs in single precision comes to over the step. */
  private static final double ROUNDING = 1e-4;

  private final ScalarBackend backend = ScalarBackend.inDouble();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "conv-lstm",
        "conv-gru",
        "lstm",
        "gru",
        "conv",
        "deepram",
        "deepram-max",
        "dilated",
        "dilated-rows",
        "dilated-plain",
        "dilated-small"
      })
  void gradient_ofEachFamily_isTheCentralDifference(String name) {
    Random random = new Random(20);
    ChainArchitecture architecture =
        new ChainArchitecture(ALPHABET, 3, TestFamilies.all(0.3f).get(name));
    Weights weights = TestFamilies.randomWeights(architecture, random);
    int[] letters = random.ints(LENGTH, 0, ALONE).toArray();
    letters[5] = -1;
    List<Double> errors = new ArrayList<>();
    double greatest = 0;
    for (boolean isReverse : new boolean[] {false, true}) {
      for (int site = 0; site < LENGTH; site++) {
        int[] moved = letters.clone();
        moved[site] = ALONE;
        int other = (letters[site] + 1 + random.nextInt(3)) % ALONE;
        Weights still = moved(weights, letters[site], other, 0);
        double[] gradient;
        try (ChainNetwork network = new ChainNetwork(backend, architecture, still);
            LetterGradient gradients = new LetterGradient(network)) {
          gradient = gradients.of(moved, isReverse, SUM);
        }
        assertEquals(LENGTH * ALPHABET, gradient.length);
        double ahead =
            sum(architecture, moved(weights, letters[site], other, STEP), moved, isReverse);
        double behind =
            sum(architecture, moved(weights, letters[site], other, -STEP), moved, isReverse);
        double difference = (ahead - behind) / (2 * STEP);
        greatest = Math.max(greatest, Math.abs(difference));
        errors.add(Math.abs(gradient[site * ALPHABET + other] - difference));
      }
    }
    assertTrue(greatest > 5 * ROUNDING, "nothing changes: " + greatest);
    double tolerance = Math.max(ROUNDING, 0.01 * greatest);
    // A maximum may change its place, or a unit its side, in between.
    long atKinks = errors.stream().filter(error -> error > tolerance).count();
    assertTrue(atKinks <= errors.size() / 4, () -> errors + " beyond " + tolerance);
  }

  /**
   * Weights whose rows for the lonely letter are those of letter {@code from}, of none if that is
   * below 0, and {@code step} times those of letter {@code to}.
   */
  private static Weights moved(Weights weights, int from, int to, float step) {
    List<Tensor> tensors = new ArrayList<>();
    for (Tensor tensor : weights.tensors()) {
      float[] values = tensor.values().clone();
      int at = tensor.name().indexOf("words.");
      if (at >= 0) {
        int word = Integer.parseInt(tensor.name().substring(at + "words.".length()));
        for (int row = 0; row < tensor.rows(); row++) {
          for (int place = 1, i = 0; i < word; i++, place *= ALPHABET) {
            if (row / place % ALPHABET == ALONE) {
              int base = row - ALONE * place;
              for (int unit = 0; unit < tensor.columns(); unit++) {
                float there = tensor.values()[(base + to * place) * tensor.columns() + unit];
                values[row * tensor.columns() + unit] =
                    step * there
                        + (from < 0
                            ? 0
                            : tensor.values()[(base + from * place) * tensor.columns() + unit]);
              }
            }
          }
        }
      }
      tensors.add(new Tensor(tensor.name(), tensor.rows(), tensor.columns(), values));
    }
    return new Weights(tensors);
  }

  private double sum(
      ChainArchitecture architecture, Weights weights, int[] letters, boolean isReverse) {
    try (ChainNetwork network = new ChainNetwork(backend, architecture, weights)) {
      float[] outputs = network.outputs(Readings.of(List.of(letters), isReverse));
      double sum = 0;
      for (int i = 0; i < SUM.length; i++) {
        sum += SUM[i] * (double) outputs[i];
      }
      return sum;
    }
  }

  @Test
  void gradient_ofNoLetters_isRefused() {
    ChainArchitecture architecture =
        new ChainArchitecture(TestFamilies.ALPHABET, 3, TestFamilies.all(0).get("conv"));
    try (ChainNetwork network =
            new ChainNetwork(backend, architecture, Weights.zeros(architecture));
        LetterGradient gradients = new LetterGradient(network)) {
      assertThrows(
          IllegalArgumentException.class, () -> gradients.of(new int[0], false, new float[3]));
      assertThrows(
          IllegalArgumentException.class, () -> gradients.of(new int[1], false, new float[2]));
    }
  }
}
