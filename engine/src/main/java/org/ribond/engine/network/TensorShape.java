package org.ribond.engine.network;

import java.util.List;
import java.util.stream.Stream;

/**
 * A tensor that an architecture demands.
 *
 * @param name name within its network
 * @param rows rows
 * @param columns columns
 * @param start how its values begin
 * @param inputs inputs of a unit of its layer, for {@link Start#GLOROT} and {@link Start#FAN_IN}
 * @param outputs units that an input reaches, likewise
 */
record TensorShape(String name, int rows, int columns, Start start, int inputs, int outputs) {
  /** How values begin. */
  enum Start {
    /** Uniform within the limit of Glorot and Bengio. */
    GLOROT,
    /** Uniform within {@code 1 / sqrt(inputs)}, biases too. */
    FAN_IN,
    /** Uniform with a standard deviation of one half: tables of words whose mean is taken. */
    WORDS,
    /** Uniform in [0, 1). */
    UNIT,
    /** 0. */
    ZERO,
    /** 0: what is added at a place, or on a strand. */
    OFFSET,
    /** -4: the bias of a logit of what is rare. */
    RARE,
    /** 1: gains. */
    ONE,
    /** The bias of an LSTM's gates: 1 for the forget gate, 0 for the others. */
    FORGET,
    /** Running moments: means of 0, variances of 1. No gradient reaches them. */
    MOMENTS
  }

  /** One whose layer has as many outputs as the tensor has columns. */
  TensorShape(String name, int rows, int columns, Start start, int inputs) {
    this(name, rows, columns, start, inputs, columns);
  }

  /** The tensors of a network, in order. */
  static List<TensorShape> of(Architecture architecture) {
    return switch (architecture) {
      case WindowArchitecture windows -> Blueprint.of(windows).tensors();
      case ChainArchitecture chains -> ChainBlueprint.of(chains).tensors();
      case TowersArchitecture towers ->
          Stream.concat(
                  of(towers.residues()).stream()
                      .map(shape -> shape.within(TowersArchitecture.RESIDUES)),
                  of(towers.bases()).stream().map(shape -> shape.within(TowersArchitecture.BASES)))
              .toList();
      case LinearArchitecture linear ->
          List.of(
              new TensorShape("linear.weights", linear.features(), linear.outputs(), Start.ZERO, 0),
              bias("linear.bias", linear.outputs()));
    };
  }

  static TensorShape bias(String name, int columns) {
    return new TensorShape(name, 1, columns, Start.ZERO, 0);
  }

  /** The same with {@code prefix} before its name. */
  TensorShape within(String prefix) {
    return new TensorShape(prefix + name, rows, columns, start, inputs, outputs);
  }

  long values() {
    return (long) rows * columns;
  }

  /** Whether a gradient moves it. */
  boolean learns() {
    return start != Start.MOMENTS;
  }

  /** Whether weight decay shrinks it: neither biases nor gains nor offsets. */
  boolean decays() {
    return !name.endsWith("bias") && start != Start.ONE && start != Start.OFFSET;
  }
}
