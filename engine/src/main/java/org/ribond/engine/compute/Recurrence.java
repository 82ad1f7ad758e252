package org.ribond.engine.compute;

/**
 * Kind and direction of a recurrent layer.
 *
 * @param cell what a step does
 * @param reverse whether chains are read from their ends to their starts
 */
public record Recurrence(Cell cell, boolean reverse) {
  /** What a step does with the state of the step before. */
  public enum Cell {
    /**
     * Long short-term memory (Hochreiter and Schmidhuber, 1997, with the forget gate of Gers,
     * Schmidhuber and Cummins, 2000). Gates in the order input {@code i}, forget {@code f},
     * candidate {@code g}, output {@code o}; with {@code a = z[t] + h[t-1] U}:
     *
     * <pre>i, f, o = sigmoid(a_i, a_f, a_o);  g = tanh(a_g)
     * c[t] = f c[t-1] + i g
     * h[t] = o tanh(c[t])</pre>
     *
     * The memory is {@code c}.
     */
    LSTM(4),
    /**
     * Gated recurrent unit (Cho et al., 2014), in the form in which the reset gate follows the
     * product. Gates in the order reset {@code r}, update {@code u}, candidate {@code n}; with
     * {@code q = h[t-1] U}:
     *
     * <pre>r, u = sigmoid(z_r + q_r, z_u + q_u)
     * n = tanh(z_n + r q_n)
     * h[t] = (1 - u) n + u h[t-1]</pre>
     *
     * The memory is {@code q_n}.
     */
    GRU(3);

    private final int gates;

    Cell(int gates) {
      this.gates = gates;
    }

    /** Number of gates, the candidate among them. */
    public int gates() {
      return gates;
    }
  }
}
