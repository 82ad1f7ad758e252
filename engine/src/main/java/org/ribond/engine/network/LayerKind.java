package org.ribond.engine.network;

/** What the hidden layers of a network are made of. With inputs x and outputs y of one layer: */
public enum LayerKind {
  /** {@code y = activation(x W + b)}, then dropout. */
  DENSE,

  /**
   * Gaussian units in front of a linear layer: {@code y = exp(-widths (x - centres)^2) W + b}, one
   * centre and one width for each input, both uniform in [0, 1) at the start (the radial basis
   * functions of arXiv 2511.08648).
   */
  GAUSSIAN,

  /**
   * Gated linear units of arXiv 2511.08648 (KGate): {@code y = ((x + N u * tanh(T u)) * sigmoid(S
   * u)) W + b} with products element by element, where {@code u} is the network's own input,
   * whichever layer it is, and N, T and S have biases.
   */
  GATED,

  /**
   * A transformer layer: {@code y = (x + A(x) F + f) W + b}, where A is attention among {@value
   * Blueprint#TOKENS} learned tokens of {@value Blueprint#TOKEN_WIDTH} channels, projections of the
   * sample. What a sample scores depends on it alone.
   */
  ATTENTION,

  /**
   * The transformer layer of arXiv 2511.08648: {@code y = (x + A(x) F + f) W + b}, where A is
   * attention <em>across</em> {@value Blueprint#BATCH_ROWS} neighbouring samples of a mini-batch or
   * a map, with square projections to queries, keys and values. What a sample scores depends on its
   * neighbours.
   */
  BATCH_ATTENTION
}
