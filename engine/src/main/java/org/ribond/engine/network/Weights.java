package org.ribond.engine.network;

import java.util.ArrayList;
import java.util.List;
import org.ribond.engine.random.Philox;
import org.ribond.engine.random.RandomStream;

/**
 * All weights of one network on the host, in the order of its layers.
 *
 * <p>For windows {@code a, b}, hidden layers of h1, h2 units and c classes: {@code window.a}
 * (weight rows x h1), {@code window.b}, {@code window.bias} (1 x h1), {@code dense.1.weights} (h1 x
 * h2), {@code dense.1.bias} (1 x h2), {@code dense.2.weights} (h2 x c), {@code dense.2.bias} (1 x
 * c). Dense weights are inputs x outputs.
 *
 * @param tensors the tensors, in this order
 */
public record Weights(List<Tensor> tensors) {
  public Weights {
    tensors = List.copyOf(tensors);
  }

  /** Names and shapes of the tensors of {@code architecture}, with all values 0. */
  public static Weights zeros(Architecture architecture) {
    List<Tensor> tensors = new ArrayList<>();
    int width = architecture.hidden().getFirst();
    for (Window window : architecture.windows()) {
      tensors.add(zeros("window." + window.name(), window.weightRows(), width));
    }
    tensors.add(zeros("window.bias", 1, width));
    for (int layer = 1; layer <= architecture.hidden().size(); layer++) {
      int outputs =
          layer < architecture.hidden().size()
              ? architecture.hidden().get(layer)
              : architecture.classes();
      tensors.add(zeros("dense." + layer + ".weights", width, outputs));
      tensors.add(zeros("dense." + layer + ".bias", 1, outputs));
      width = outputs;
    }
    return new Weights(tensors);
  }

  private static Tensor zeros(String name, int rows, int columns) {
    return new Tensor(name, rows, columns, new float[rows * columns]);
  }

  /**
   * Initial weights: Glorot uniform, within {@code sqrt(6 / (inputs + outputs))} (Glorot and
   * Bengio, 2010, equation 16), where all windows together are the inputs of the first layer;
   * biases 0. Element {@code e} of tensor {@code t} is word {@code e % 4} of the Philox block with
   * counter {@code (e / 4, 0, WEIGHTS.word(t), 0)} and key {@code (seed, member)}.
   */
  public static Weights initial(Architecture architecture, int seed, int member) {
    Weights weights = zeros(architecture);
    int[] words = new int[4];
    for (int t = 0; t < weights.tensors.size(); t++) {
      Tensor tensor = weights.tensors.get(t);
      if (tensor.name().endsWith("bias")) {
        continue;
      }
      int inputs = tensor.name().startsWith("window.") ? architecture.inputWidth() : tensor.rows();
      double limit = Math.sqrt(6.0 / (inputs + tensor.columns()));
      float[] values = tensor.values();
      for (int e = 0; e < values.length; e++) {
        if (e % 4 == 0) {
          Philox.block(e / 4, 0, RandomStream.WEIGHTS.word(t), 0, seed, member, words);
        }
        values[e] = (float) ((2.0 * Philox.unit(words[e % 4]) - 1) * limit);
      }
    }
    return weights;
  }
}
