package org.ribond.engine.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ribond.engine.random.Philox;
import org.ribond.engine.random.RandomStream;

/**
 * The hidden units that a group of samples keeps under grouped dropout: of each layer the same
 * number in every group, drawn without replacement.
 *
 * @param layers numbers of the kept units of each hidden layer, ascending
 */
record KeptUnits(List<int[]> layers) {
  /** How many of {@code units} are kept: at least one. */
  static int count(int units, float rate) {
    return Math.max(1, Math.round(units * (1 - rate)));
  }

  /**
   * Draws the units of group {@code group} of the mini-batch of step {@code step}: of each layer
   * those with the greatest numbers, where the number of unit {@code j} is word {@code j % 4} of
   * the Philox block with counter {@code (j / 4, group, DROPOUT.word(layer), step)} and key {@code
   * (seed, member)}.
   */
  static KeptUnits draw(
      WindowArchitecture architecture, int seed, int member, int step, int group) {
    List<int[]> layers = new ArrayList<>();
    int[] words = new int[4];
    for (int layer = 0; layer < architecture.hidden().size(); layer++) {
      long[] drawn = new long[architecture.hidden().get(layer)];
      for (int unit = 0; unit < drawn.length; unit++) {
        if (unit % 4 == 0) {
          Philox.block(
              unit / 4, group, RandomStream.DROPOUT.word(layer), step, seed, member, words);
        }
        drawn[unit] = ((long) words[unit % 4] << 32) | unit;
      }
      int kept = count(drawn.length, architecture.dropout());
      Arrays.sort(drawn);
      layers.add(
          Arrays.stream(drawn, drawn.length - kept, drawn.length)
              .mapToInt(number -> (int) number)
              .sorted()
              .toArray());
    }
    return new KeptUnits(layers);
  }

  /** All numbers below {@code count}. */
  static int[] all(int count) {
    int[] numbers = new int[count];
    Arrays.setAll(numbers, i -> i);
    return numbers;
  }
}
