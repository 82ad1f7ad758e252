package org.ribond.engine.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ribond.engine.random.Philox;
import org.ribond.engine.random.RandomStream;

/**
 * All weights of one network on the host, in the order of its layers.
 *
 * <p>For windows {@code a, b}, hidden layers of h1, h2 units and c classes: {@code window.a}
 * (weight rows x h1), {@code window.b}, {@code window.bias} (1 x h1), {@code dense.1.weights} (h1 x
 * h2), {@code dense.1.bias} (1 x h2), {@code dense.2.weights} (h2 x c), {@code dense.2.bias} (1 x
 * c). Dense weights are inputs x outputs. Networks of other kinds have tensors such as {@code
 * gaussian.1.centres}, {@code gate.1.tanh.residue} or {@code attention.1.query.bias} besides.
 *
 * <p>Those of networks on whole sequences are named in the same way, such as {@code
 * conv.2.weights}: a convolution's weights are (width * channels) x n, tap by tap.
 *
 * @param tensors the tensors, in this order
 */
public record Weights(List<Tensor> tensors) {
  private static final float RARE_LOGIT = -4;

  public Weights {
    tensors = List.copyOf(tensors);
  }

  /** Names and shapes of the tensors of {@code architecture}, with all values 0. */
  public static Weights zeros(Architecture architecture) {
    List<Tensor> tensors = new ArrayList<>();
    for (TensorShape shape : TensorShape.of(architecture)) {
      float[] values = new float[shape.rows() * shape.columns()];
      tensors.add(new Tensor(shape.name(), shape.rows(), shape.columns(), values));
    }
    return new Weights(tensors);
  }

  /**
   * Fails unless they have these names and shapes.
   *
   * @throws IllegalArgumentException if not
   */
  void requireShapes(List<TensorShape> shapes) {
    List<String> given =
        tensors.stream()
            .map(tensor -> describe(tensor.name(), tensor.rows(), tensor.columns()))
            .toList();
    List<String> expected =
        shapes.stream()
            .map(shape -> describe(shape.name(), shape.rows(), shape.columns()))
            .toList();
    if (!given.equals(expected)) {
      throw new IllegalArgumentException(
          "weights are " + given + ", the architecture's are " + expected);
    }
  }

  private static String describe(String name, int rows, int columns) {
    return name + " " + rows + "x" + columns;
  }

  /**
   * Initial weights: Glorot uniform, within {@code sqrt(6 / (inputs + outputs))} (Glorot and
   * Bengio, 2010, equation 16), where all windows together are the inputs of the first layer;
   * biases 0, centres and widths of Gaussian units uniform in [0, 1). Inputs and outputs of a
   * convolution are width * channels and width * n; each gate of a recurrent layer is a layer of
   * its own, with respect to the input and to the state, whose weights so keep the size of a state
   * as orthogonal ones would; the forget gates of an LSTM have a bias of 1 (Jozefowicz, Zaremba and
   * Sutskever, 2015). Gains are 1, running moments 0 and 1. Weights and biases of the families
   * dilated, fold and tower are uniform within {@code 1 / sqrt(inputs)}, its table of words with a
   * standard deviation of 1/2, its vectors of places and strands 0. Element {@code e} of tensor
   * {@code t} is word {@code e % 4} of the Philox block with counter {@code (e / 4, 0,
   * WEIGHTS.word(t), 0)} and key {@code (seed, member)}.
   */
  public static Weights initial(Architecture architecture, int seed, int member) {
    Weights weights = zeros(architecture);
    List<TensorShape> shapes = TensorShape.of(architecture);
    int[] words = new int[4];
    for (int t = 0; t < shapes.size(); t++) {
      TensorShape shape = shapes.get(t);
      float[] values = weights.tensors.get(t).values();
      double limit = limit(shape);
      if (limit == 0) {
        constant(shape, values);
        continue;
      }
      boolean isUnit = shape.start() == TensorShape.Start.UNIT;
      for (int e = 0; e < values.length; e++) {
        if (e % 4 == 0) {
          Philox.block(e / 4, 0, RandomStream.WEIGHTS.word(t), 0, seed, member, words);
        }
        double unit = Philox.unit(words[e % 4]);
        values[e] = (float) (isUnit ? unit : (2.0 * unit - 1) * limit);
      }
    }
    return weights;
  }

  /** These, with the values of those tensors of {@code others} that have a name of theirs. */
  public Weights with(Weights others) {
    Map<String, Tensor> byName = new HashMap<>();
    others.tensors.forEach(tensor -> byName.put(tensor.name(), tensor));
    List<Tensor> merged = new ArrayList<>();
    for (Tensor own : tensors) {
      Tensor other = byName.getOrDefault(own.name(), own);
      if (other.rows() != own.rows() || other.columns() != own.columns()) {
        throw new IllegalArgumentException(
            describe(other.name(), other.rows(), other.columns())
                + " is to take the place of "
                + describe(own.name(), own.rows(), own.columns()));
      }
      merged.add(other);
    }
    return new Weights(merged);
  }

  /** All but the tensors whose names begin with {@code prefix}. */
  public Weights without(String prefix) {
    return new Weights(
        tensors.stream().filter(tensor -> !tensor.name().startsWith(prefix)).toList());
  }

  /** The tensors whose names begin with {@code prefix}, without it. */
  public Weights part(String prefix) {
    return new Weights(
        tensors.stream()
            .filter(tensor -> tensor.name().startsWith(prefix))
            .map(tensor -> tensor.named(tensor.name().substring(prefix.length())))
            .toList());
  }

  /** These behind {@code prefix}, then {@code others} behind {@code otherPrefix}. */
  public Weights join(String prefix, String otherPrefix, Weights others) {
    return new Weights(
        Stream.concat(
                tensors.stream().map(tensor -> tensor.named(prefix + tensor.name())),
                others.tensors.stream().map(tensor -> tensor.named(otherPrefix + tensor.name())))
            .toList());
  }

  /** What random values are within, or 0 where they are constants. */
  private static double limit(TensorShape shape) {
    return switch (shape.start()) {
      case GLOROT -> Math.sqrt(6.0 / (shape.inputs() + shape.outputs()));
      case FAN_IN -> 1 / Math.sqrt(shape.inputs());
      case WORDS -> Math.sqrt(3) / 2;
      case UNIT -> 1;
      case ZERO, OFFSET, RARE, ONE, FORGET, MOMENTS -> 0;
    };
  }

  /** Where values begin with constants. */
  private static void constant(TensorShape shape, float[] values) {
    switch (shape.start()) {
      case ZERO, OFFSET, GLOROT, FAN_IN, WORDS, UNIT -> {}
      case RARE -> Arrays.fill(values, RARE_LOGIT);
      case ONE -> Arrays.fill(values, 1);
      case FORGET -> Arrays.fill(values, values.length / 4, values.length / 2, 1);
      case MOMENTS -> Arrays.fill(values, shape.columns(), values.length, 1);
    }
  }
}
