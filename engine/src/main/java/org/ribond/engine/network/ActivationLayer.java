package org.ribond.engine.network;

import java.util.List;
import java.util.Optional;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;

/**
 * Activation and dropout by themselves, for an activation whose derivative needs the
 * pre-activation, which stays where it is, or one that follows no product.
 *
 * @param input number of the layer whose output is the pre-activation
 * @param width its width
 * @param activation what is applied
 * @param hidden hidden layer whose dropout mask is applied, or -1
 */
record ActivationLayer(int input, int width, Activation activation, int hidden) implements Layer {
  @Override
  public Layout layout(Layout source, List<Layout> before) {
    return before.get(input);
  }

  @Override
  public void forward(Pass pass, Matrix output) {
    Epilogue epilogue = new Epilogue(Optional.empty(), activation, pass.dropout(hidden));
    // The sum of each row with the one row of zeros.
    pass.backend().pairSum(pass.output(input), pass.constants().zeros(width), 0, output, epilogue);
  }

  @Override
  public void backward(TrainingPass pass, Matrix output, Matrix gradient) {
    if (activation.isReversible()) {
      DenseLayer.activationGradient(pass, activation, hidden, output, gradient);
    } else {
      pass.backend().slopeGradient(activation, pass.dropout(hidden), pass.output(input), gradient);
    }
    pass.giveGradient(input, gradient);
  }
}
