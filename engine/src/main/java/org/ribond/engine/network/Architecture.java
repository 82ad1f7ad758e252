package org.ribond.engine.network;

/** Shape of a network: all that is to be known to lay out its weights, and what they are for. */
public sealed interface Architecture
    permits WindowArchitecture, ChainArchitecture, TowersArchitecture, LinearArchitecture {
  /** Numbers that the network gives for a sample or a sequence: classes, or numbers. */
  int outputs();

  /** Probability that a hidden unit is dropped in training, 0 for none. */
  float dropout();

  /** Number of weights of a network, which takes no memory to find out. */
  default long parameters() {
    return TensorShape.of(this).stream().mapToLong(TensorShape::values).sum();
  }
}
