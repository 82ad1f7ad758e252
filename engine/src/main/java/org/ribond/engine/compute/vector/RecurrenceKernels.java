package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.COUNT;
import static org.ribond.engine.compute.vector.Lanes.FLOATS;
import static org.ribond.engine.compute.vector.Lanes.fma;

import jdk.incubator.vector.FloatVector;

/**
 * The arithmetic of {@link org.ribond.engine.compute.Recurrence.Cell} for one chain at one step, on
 * rows of one array. A row of gates has {@code width} columns for each, a multiple of a cache line,
 * padding included. {@code block} is followed by where each row begins.
 */
final class RecurrenceKernels {
  private RecurrenceKernels() {}

  /** {@code block[to] = from + block[product]}. */
  static void sum(float[] from, int at, float[] block, int product, int to, int width) {
    for (int j = 0; j < width; j += COUNT) {
      load(from, at + j).add(load(block, product + j)).intoArray(block, to + j);
    }
  }

  /** {@code block[to] += from}. */
  static void add(float[] from, int at, float[] block, int to, int width) {
    sum(from, at, block, to, to, width);
  }

  /** {@code block[to] *= block[from]}. */
  static void multiply(float[] block, int from, int to, int width) {
    for (int j = 0; j < width; j += COUNT) {
      load(block, to + j).mul(load(block, from + j)).intoArray(block, to + j);
    }
  }

  /** An LSTM's new cells, in place of the old ones and once more at {@code copy}. */
  static void cells(float[] block, int gates, int width, int cells, int copy) {
    for (int j = 0; j < width; j += COUNT) {
      FloatVector fresh = load(block, gates + j).mul(load(block, gates + 2 * width + j));
      FloatVector cell = fma(load(block, gates + width + j), load(block, cells + j), fresh);
      cell.intoArray(block, cells + j);
      cell.intoArray(block, copy + j);
    }
  }

  /** Adds the state's half to the pre-activations of a GRU's candidates. */
  static void candidates(float[] block, int gates, int width, int ofState) {
    int candidates = gates + 2 * width;
    for (int j = 0; j < width; j += COUNT) {
      fma(load(block, gates + j), load(block, ofState + j), load(block, candidates + j))
          .intoArray(block, candidates + j);
    }
  }

  /** A GRU's new state in place of the old one. */
  static void mix(float[] block, int gates, int width, int state) {
    FloatVector one = FloatVector.broadcast(FLOATS, 1);
    for (int j = 0; j < width; j += COUNT) {
      FloatVector update = load(block, gates + width + j);
      FloatVector fresh = one.sub(update).mul(load(block, gates + 2 * width + j));
      fma(update, load(block, state + j), fresh).intoArray(block, state + j);
    }
  }

  /**
   * Gradient of an LSTM's output gates in place of them, and what comes to the cells by way of the
   * state.
   *
   * @param ofState gradient of the state
   * @param carried gradient of the cells by way of the step after; then all of it
   * @param tanh of the cells
   */
  static void ofOutput(float[] block, int outputs, int width, int ofState, int carried, int tanh) {
    FloatVector one = FloatVector.broadcast(FLOATS, 1);
    for (int j = 0; j < width; j += COUNT) {
      FloatVector output = load(block, outputs + j);
      FloatVector passed = load(block, ofState + j).mul(output);
      FloatVector t = load(block, tanh + j);
      FloatVector slope = fma(t.neg(), t, one);
      fma(passed, slope, load(block, carried + j)).intoArray(block, carried + j);
      passed.mul(t).mul(one.sub(output)).intoArray(block, outputs + j);
    }
  }

  /**
   * Gradients of an LSTM's other gates in place of them.
   *
   * @param carried gradient of the cells; then that of the cells before
   * @param before the cells before
   */
  static void ofInputs(float[] block, int gates, int width, int carried, int before) {
    FloatVector one = FloatVector.broadcast(FLOATS, 1);
    for (int j = 0; j < width; j += COUNT) {
      FloatVector ofCell = load(block, carried + j);
      FloatVector input = load(block, gates + j);
      FloatVector candidate = load(block, gates + 2 * width + j);
      FloatVector passed = ofCell.mul(input);
      passed.mul(candidate).mul(one.sub(input)).intoArray(block, gates + j);
      passed.mul(fma(candidate.neg(), candidate, one)).intoArray(block, gates + 2 * width + j);
      FloatVector forget = load(block, gates + width + j);
      FloatVector kept = ofCell.mul(forget);
      kept.intoArray(block, carried + j);
      kept.mul(load(block, before + j)).mul(one.sub(forget)).intoArray(block, gates + width + j);
    }
  }

  /**
   * Gradients of a GRU's update gates and candidates in place of them.
   *
   * @param ofState gradient of the state, but for what was carried
   * @param carried from the step after; then what passes the update gates to the step before
   * @param before the state before
   */
  static void ofUpdate(float[] block, int gates, int width, int ofState, int carried, int before) {
    FloatVector one = FloatVector.broadcast(FLOATS, 1);
    for (int j = 0; j < width; j += COUNT) {
      FloatVector ofOut = load(block, ofState + j).add(load(block, carried + j));
      FloatVector update = load(block, gates + width + j);
      FloatVector candidate = load(block, gates + 2 * width + j);
      FloatVector kept = ofOut.mul(update);
      kept.intoArray(block, carried + j);
      FloatVector rest = one.sub(update);
      kept.mul(load(block, before + j).sub(candidate))
          .mul(rest)
          .intoArray(block, gates + width + j);
      ofOut
          .mul(rest)
          .mul(fma(candidate.neg(), candidate, one))
          .intoArray(block, gates + 2 * width + j);
    }
  }

  /**
   * Gradients of a GRU's reset gates in place of them, and those of the state's half of all gates.
   *
   * @param ofProducts a row of gates, overwritten
   * @param kept the state's half of the candidates
   */
  static void ofReset(float[] block, int gates, int width, int ofProducts, int kept) {
    FloatVector one = FloatVector.broadcast(FLOATS, 1);
    for (int j = 0; j < width; j += COUNT) {
      FloatVector reset = load(block, gates + j);
      FloatVector ofProduct = load(block, gates + 2 * width + j).mul(reset);
      ofProduct.intoArray(block, ofProducts + 2 * width + j);
      FloatVector ofReset = ofProduct.mul(load(block, kept + j)).mul(one.sub(reset));
      ofReset.intoArray(block, gates + j);
      ofReset.intoArray(block, ofProducts + j);
      load(block, gates + width + j).intoArray(block, ofProducts + width + j);
    }
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(FLOATS, values, at);
  }
}
