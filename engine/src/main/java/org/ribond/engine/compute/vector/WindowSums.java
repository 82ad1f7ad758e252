package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.COUNT;
import static org.ribond.engine.compute.vector.Lanes.FLOATS;
import static org.ribond.engine.compute.vector.Lanes.LINE;
import static org.ribond.engine.compute.vector.Lanes.roundUp;

import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.WindowInput;

/**
 * Gather-sum of weight rows, {@code samples x slots x n} additions, and its gradient, as many. Both
 * are bound by how fast a core reads rows in random order. So the columns are cut into strips, one
 * a thread at a time, and a strip of all weight rows (of their gradients) is copied together: it
 * then fits the second-level cache, and its few pages the first-level translation buffer, which
 * rows in their places overflow.
 *
 * <p>Rows are added in the order of inputs, slots and samples, whatever the strips.
 */
final class WindowSums {
  /** Columns of a strip: 256 bytes of a row. */
  private static final int STRIP = 4 * LINE;

  private static final int PITCH = STRIP + LINE;

  /** Samples taken at a time, which bounds the list of their rows. */
  private static final int BATCH = 2048;

  /** Samples whose sums get their epilogue together, while in the first-level cache. */
  private static final int BLOCK = 32;

  private final Workers workers;
  private final Scratch[] scratch;
  private int[] rows = new int[0];

  WindowSums(Workers workers, Scratch[] scratch) {
    this.workers = workers;
    this.scratch = scratch;
  }

  /** See {@link org.ribond.engine.compute.Backend#windowSum}; shapes are checked. */
  void sum(
      List<WindowInput> inputs, List<VectorMatrix> weights, VectorMatrix out, Epilogue epilogue) {
    int width = roundUp(out.columns(), LINE);
    int weightRows = inputs.stream().mapToInt(WindowInput::weightRows).sum();
    int slots = inputs.stream().mapToInt(WindowSums::slots).sum();
    for (int first = 0; first < out.rows(); first += BATCH) {
      int begin = first;
      int end = Math.min(first + BATCH, out.rows());
      list(inputs, begin, end, slots);
      workers.run(
          (width + STRIP - 1) / STRIP,
          (strip, worker) -> {
            int from = strip * STRIP;
            int to = Math.min(from + STRIP, width);
            float[] table = scratch[worker].floats(weightRows * PITCH);
            copyStrip(inputs, weights, from, to, table);
            for (int top = begin; top < end; top += BLOCK) {
              int bottom = Math.min(top + BLOCK, end);
              for (int i = top; i < bottom; i++) {
                int list = (i - begin) * (slots + 1);
                gather(table, rows, list, out.values(), out.row(i) + from, to - from);
              }
              Epilogues.apply(epilogue, out, top, bottom, from, to, scratch[worker]);
            }
          });
    }
  }

  /** See {@link org.ribond.engine.compute.Backend#windowSumGradient}; shapes are checked. */
  void gradient(WindowInput input, VectorMatrix dz, VectorMatrix gradient) {
    int width = roundUp(dz.columns(), LINE);
    int slots = slots(input);
    for (int first = 0; first < dz.rows(); first += BATCH) {
      int begin = first;
      int end = Math.min(first + BATCH, dz.rows());
      list(List.of(input), begin, end, slots);
      workers.run(
          (width + STRIP - 1) / STRIP,
          (strip, worker) -> {
            int from = strip * STRIP;
            int columns = Math.min(STRIP, width - from);
            float[] table = scratch[worker].floats(gradient.rows() * PITCH);
            Arrays.fill(table, 0, gradient.rows() * PITCH, 0);
            for (int i = begin; i < end; i++) {
              int list = (i - begin) * (slots + 1);
              scatter(dz.values(), dz.row(i) + from, columns, rows, list, table);
            }
            for (int row = 0; row < gradient.rows(); row++) {
              float[] sums = gradient.values();
              int at = gradient.row(row) + from;
              RowKernels.add(table, row * PITCH, sums, at, sums, at, columns);
            }
          });
    }
  }

  private static int slots(WindowInput input) {
    return 2 * input.halfWindow() + 1;
  }

  /**
   * Lists for each sample from {@code begin} to {@code end} the rows that it gathers: their number,
   * then their beginnings in a table of all inputs' rows with distance {@link #STRIP}.
   */
  private void list(List<WindowInput> inputs, int begin, int end, int slots) {
    int length = slots + 1;
    if (rows.length < (end - begin) * length) {
      rows = new int[(end - begin) * length];
    }
    workers.run(
        (end - begin + BLOCK - 1) / BLOCK,
        (block, worker) -> {
          int top = begin + block * BLOCK;
          for (int i = top; i < Math.min(top + BLOCK, end); i++) {
            int at = (i - begin) * length;
            int next = at + 1;
            int base = 0;
            for (WindowInput input : inputs) {
              next = list(input, i, base, next);
              base += input.weightRows();
            }
            rows[at] = next - at - 1;
          }
        });
  }

  private int list(WindowInput input, int sample, int base, int next) {
    int[] letters = VectorInts.of(input.letters());
    int first = VectorInts.of(input.positions())[input.first() + sample] - input.halfWindow();
    int alphabet = input.alphabet();
    int end = next;
    for (int slot = 0; slot < slots(input); slot++) {
      int letter = letters[first + slot];
      if (letter >= 0 && letter < alphabet) {
        rows[end++] = (base + slot * alphabet + letter) * PITCH;
      }
    }
    return end;
  }

  private static void copyStrip(
      List<WindowInput> inputs, List<VectorMatrix> weights, int from, int to, float[] table) {
    int base = 0;
    for (int i = 0; i < inputs.size(); i++) {
      VectorMatrix matrix = weights.get(i);
      Panels.copyRows(
          matrix.values(),
          matrix.row(0) + from,
          matrix.stride(),
          matrix.rows(),
          to - from,
          table,
          base * PITCH,
          PITCH);
      base += matrix.rows();
    }
  }

  /** {@code out[j] = sum of table[row + j]} over the rows listed at {@code list}. */
  private static void gather(
      float[] table, int[] rows, int list, float[] out, int at, int columns) {
    int end = list + rows[list] + 1;
    int j = 0;
    for (; j + 4 * COUNT <= columns; j += 4 * COUNT) {
      FloatVector sum0 = FloatVector.zero(FLOATS);
      FloatVector sum1 = sum0;
      FloatVector sum2 = sum0;
      FloatVector sum3 = sum0;
      for (int i = list + 1; i < end; i++) {
        int row = rows[i] + j;
        sum0 = sum0.add(load(table, row));
        sum1 = sum1.add(load(table, row + COUNT));
        sum2 = sum2.add(load(table, row + 2 * COUNT));
        sum3 = sum3.add(load(table, row + 3 * COUNT));
      }
      sum0.intoArray(out, at + j);
      sum1.intoArray(out, at + j + COUNT);
      sum2.intoArray(out, at + j + 2 * COUNT);
      sum3.intoArray(out, at + j + 3 * COUNT);
    }
    for (; j < columns; j += COUNT) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int i = list + 1; i < end; i++) {
        sum = sum.add(load(table, rows[i] + j));
      }
      sum.intoArray(out, at + j);
    }
  }

  /** Adds {@code columns} elements of {@code dz} to each row listed at {@code list}. */
  private static void scatter(
      float[] dz, int at, int columns, int[] rows, int list, float[] table) {
    int end = list + rows[list] + 1;
    int j = 0;
    for (; j + 4 * COUNT <= columns; j += 4 * COUNT) {
      FloatVector dz0 = load(dz, at + j);
      FloatVector dz1 = load(dz, at + j + COUNT);
      FloatVector dz2 = load(dz, at + j + 2 * COUNT);
      FloatVector dz3 = load(dz, at + j + 3 * COUNT);
      for (int i = list + 1; i < end; i++) {
        int row = rows[i] + j;
        load(table, row).add(dz0).intoArray(table, row);
        load(table, row + COUNT).add(dz1).intoArray(table, row + COUNT);
        load(table, row + 2 * COUNT).add(dz2).intoArray(table, row + 2 * COUNT);
        load(table, row + 3 * COUNT).add(dz3).intoArray(table, row + 3 * COUNT);
      }
    }
    for (; j < columns; j += COUNT) {
      FloatVector dz0 = load(dz, at + j);
      for (int i = list + 1; i < end; i++) {
        int row = rows[i] + j;
        load(table, row).add(dz0).intoArray(table, row);
      }
    }
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(FLOATS, values, at);
  }
}
