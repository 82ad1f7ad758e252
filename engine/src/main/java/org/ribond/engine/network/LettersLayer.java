package org.ribond.engine.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.WindowInput;

/**
 * A layer on sequences: gathers and sums the weight rows that the words (or places) of each window
 * select. A convolution over one-hot words, without the one-hot matrix.
 *
 * <p>Words that dropout leaves out select nothing; the sums of the others are scaled up. As a
 * rectifier passes a positive factor on, the factor follows it, and the bias is divided by it
 * before.
 *
 * @param windows what is seen; where words are dropped, of all of them at one rate
 * @param width units
 * @param place place of the first window's weights among the network's tensors, followed by those
 *     of the others and the bias
 * @param activation applied to the sums and the bias; linear or a rectifier where words are dropped
 * @param hidden hidden layer whose dropout mask is applied, or -1
 * @param scratch place of a row for a scaled bias, or -1 where no words are dropped
 * @param biased whether there is a bias
 */
record LettersLayer(
    List<ChainWindow> windows,
    int width,
    int place,
    Activation activation,
    int hidden,
    int scratch,
    boolean biased)
    implements Layer {
  LettersLayer {
    windows = List.copyOf(windows);
    if (scratch >= 0 && !isHomogeneous(activation)) {
      throw new IllegalArgumentException("dropout of words below " + activation);
    }
  }

  private static boolean isHomogeneous(Activation activation) {
    return switch (activation) {
      case LINEAR, RELU, LEAKY_RELU -> true;
      case TANH, SIGMOID, SOFTPLUS, SILU, GELU -> false;
    };
  }

  @Override
  public Layout layout(Layout source, List<Layout> before) {
    return source;
  }

  /** Place of the bias among the network's tensors. */
  int biasPlace() {
    return place + windows.size();
  }

  /** What the sums are multiplied by in training. */
  float scale(Pass pass) {
    return scratch >= 0 && pass.chunk().isTraining() ? pass.chunk().scale(windows.getFirst()) : 1;
  }

  @Override
  public void forward(Pass pass, Matrix output) {
    Backend backend = pass.backend();
    List<WindowInput> inputs = new ArrayList<>();
    List<Matrix> rows = new ArrayList<>();
    for (int window = 0; window < windows.size(); window++) {
      inputs.add(pass.chunk().input(windows.get(window)));
      rows.add(pass.weights().get(place + window));
    }
    Optional<Matrix> bias =
        biased ? Optional.of(pass.weights().get(biasPlace())) : Optional.empty();
    float scale = scale(pass);
    if (scale != 1 && biased) {
      Matrix scaled = pass.chunk().scratch(scratch);
      backend.copy(bias.get(), scaled);
      backend.scale(scaled, 1 / scale);
      bias = Optional.of(scaled);
    }
    Epilogue epilogue = new Epilogue(bias, activation, pass.dropout(hidden));
    backend.windowSum(inputs, rows, output, epilogue);
    if (scale != 1) {
      backend.scale(output, scale);
    }
  }

  @Override
  public void backward(TrainingPass pass, Matrix output, Matrix gradient) {
    DenseLayer.activationGradient(pass, activation, hidden, output, gradient);
    pass.lettersGradient(this, gradient);
  }
}
