package org.ribond.engine.network;

/** How a residual convolution is gated by a second one of the same input. */
public enum Gate {
  /** Not at all. */
  NONE,

  /** Gated linear unit: {@code a sigmoid(b)} (Dauphin et al., 2017). */
  LINEAR,

  /** {@code tanh(a) sigmoid(b)} (van den Oord et al., 2016). */
  TANH
}
