package org.ribond.engine.network;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ribond.engine.compute.Recurrence;

/**
 * Writes recurrent layers as operators of an {@link OnnxGraph}.
 *
 * @param graph where they are written
 * @param recurrence kind and direction
 * @param units units of a layer
 */
record OnnxRecurrence(OnnxGraph graph, Recurrence recurrence, int units) {
  /** Which of our gates each of theirs is. */
  private int[] order() {
    return switch (recurrence.cell()) {
      // Ours are input, forget, candidate, output; theirs input, output, forget, candidate.
      case LSTM -> new int[] {0, 3, 1, 2};
      // Ours are reset, update, candidate; theirs update, reset, candidate.
      case GRU -> new int[] {1, 0, 2};
    };
  }

  /**
   * A layer and the linear one below it.
   *
   * @param input batch x channels x sites
   * @param ofInput channels x (gates x units) weights
   * @param bias of the gates
   * @param ofState units x (gates x units) weights
   * @return the states, batch x units x sites
   */
  String write(String input, float[] ofInput, float[] bias, float[] ofState) {
    int rows = recurrence.cell().gates() * units;
    int channels = ofInput.length / rows;
    // Theirs have a second bias, of the state.
    float[] both = new float[2 * rows];
    System.arraycopy(gateRows(bias, 1), 0, both, 0, rows);
    boolean isLstm = recurrence.cell() == Recurrence.Cell.LSTM;
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("hidden_size", units);
    attributes.put("direction", recurrence.reverse() ? "reverse" : "forward");
    if (!isLstm) {
      attributes.put("linear_before_reset", 1);
    }
    String states =
        graph.node(
            isLstm ? "LSTM" : "GRU",
            attributes,
            transposed(input, 2, 0, 1),
            graph.constant(gateRows(ofInput, channels), 1, rows, channels),
            graph.constant(gateRows(ofState, units), 1, rows, units),
            graph.constant(both, 1, both.length));
    return transposed(graph.node("Squeeze", states, graph.integers(1)), 1, 2, 0);
  }

  /** A layer whose gates are ready: the operator passes them on. */
  String write(String gates, float[] ofState) {
    int rows = recurrence.cell().gates() * units;
    float[] identity = new float[rows * rows];
    for (int i = 0; i < rows; i++) {
      identity[i * rows + i] = 1;
    }
    return write(gates, identity, new float[rows], ofState);
  }

  private String transposed(String value, Integer... order) {
    return graph.node("Transpose", Map.of("perm", List.of(order)), value);
  }

  /** Weights inputs x (gates x units) as theirs: (gates x units) x inputs. */
  private float[] gateRows(float[] weights, int inputs) {
    int[] order = order();
    int columns = order.length * units;
    float[] rows = new float[weights.length];
    for (int row = 0; row < columns; row++) {
      int column = order[row / units] * units + row % units;
      for (int input = 0; input < inputs; input++) {
        rows[row * inputs + input] = weights[input * columns + column];
      }
    }
    return rows;
  }
}
