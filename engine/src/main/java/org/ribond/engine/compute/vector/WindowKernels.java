package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.COUNT;
import static org.ribond.engine.compute.vector.Lanes.FLOATS;
import static org.ribond.engine.compute.vector.Lanes.LINE;

import jdk.incubator.vector.FloatVector;
import org.ribond.engine.compute.WindowInput;

/**
 * Gather-sum of weight rows and its gradient. Both go through the columns in strips, so that a
 * strip of all weight rows stays in cache while the samples pass.
 */
final class WindowKernels {
  /** Columns of a strip: 256 bytes of each weight row. */
  static final int STRIP = 4 * LINE;

  private WindowKernels() {}

  /** Most weight rows that a sample of one of these inputs gathers. */
  static int slots(WindowInput input) {
    return 2 * input.halfWindow() + 1;
  }

  /**
   * Lists the weight rows that a sample gathers, in the order of their slots.
   *
   * @param sample number of the sample in the batch
   * @param stride distance between weight rows
   * @param offsets receives the rows' beginnings from {@code at}
   * @return the end of what was written
   */
  static int gather(WindowInput input, int sample, int stride, int[] offsets, int at) {
    int[] letters = VectorInts.of(input.letters());
    int first = VectorInts.of(input.positions())[input.first() + sample] - input.halfWindow();
    int end = at;
    for (int slot = 0; slot < slots(input); slot++) {
      int letter = letters[first + slot];
      if (letter >= 0 && letter < input.alphabet()) {
        offsets[end++] = (slot * input.alphabet() + letter) * stride;
      }
    }
    return end;
  }

  /**
   * {@code out[j] = (out[j] +) sum of weights[offset + j]} over the offsets listed from {@code
   * begin} to {@code end}, for columns {@code from} to {@code to}.
   */
  static void sum(
      float[] weights,
      int[] offsets,
      int begin,
      int end,
      float[] out,
      int at,
      int from,
      int to,
      boolean add) {
    int j = from;
    for (; j + 4 * COUNT <= to; j += 4 * COUNT) {
      FloatVector sum0 = start(out, at + j, add);
      FloatVector sum1 = start(out, at + j + COUNT, add);
      FloatVector sum2 = start(out, at + j + 2 * COUNT, add);
      FloatVector sum3 = start(out, at + j + 3 * COUNT, add);
      for (int i = begin; i < end; i++) {
        int row = offsets[i] + j;
        sum0 = sum0.add(load(weights, row));
        sum1 = sum1.add(load(weights, row + COUNT));
        sum2 = sum2.add(load(weights, row + 2 * COUNT));
        sum3 = sum3.add(load(weights, row + 3 * COUNT));
      }
      sum0.intoArray(out, at + j);
      sum1.intoArray(out, at + j + COUNT);
      sum2.intoArray(out, at + j + 2 * COUNT);
      sum3.intoArray(out, at + j + 3 * COUNT);
    }
    for (; j < to; j += COUNT) {
      FloatVector sum = start(out, at + j, add);
      for (int i = begin; i < end; i++) {
        sum = sum.add(load(weights, offsets[i] + j));
      }
      sum.intoArray(out, at + j);
    }
  }

  private static FloatVector start(float[] out, int at, boolean add) {
    return add ? load(out, at) : FloatVector.zero(FLOATS);
  }

  /** Adds columns {@code from} to {@code to} of a row of {@code dz} to each listed gradient row. */
  static void scatter(
      float[] dz, int at, int[] offsets, int count, float[] gradient, int from, int to) {
    for (int i = 0; i < count; i++) {
      int row = offsets[i];
      for (int j = from; j < to; j += COUNT) {
        load(gradient, row + j).add(load(dz, at + j)).intoArray(gradient, row + j);
      }
    }
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(FLOATS, values, at);
  }
}
