package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.Recurrence;

/**
 * The half of a recurrent layer that reads the states; a layer below it reads the input.
 *
 * @param gates number of that layer, whose output is replaced by the activations of the gates, and
 *     which nothing else stands on
 * @param width units
 * @param place place of the weights of the states among the network's tensors
 * @param recurrence what a step does, and the direction
 * @param scratch place of what it keeps for the backward pass
 */
record RecurrenceLayer(int gates, int width, int place, Recurrence recurrence, int scratch)
    implements Layer {
  @Override
  public Layout layout(Layout source, List<Layout> before) {
    return before.get(gates);
  }

  @Override
  public void forward(Pass pass, Matrix output) {
    Matrix weights = pass.weights().get(place);
    Matrix memory = pass.chunk().scratch(scratch);
    Layout chains = pass.chunk().layout(gates);
    pass.backend().recurrence(recurrence, chains, pass.output(gates), weights, output, memory);
  }

  @Override
  public void backward(TrainingPass pass, Matrix output, Matrix gradient) {
    pass.backend()
        .recurrenceGradient(
            recurrence,
            pass.chunk().layout(gates),
            pass.output(gates),
            pass.weights().get(place),
            output,
            pass.chunk().scratch(scratch),
            gradient,
            pass.weightGradient(place));
    pass.giveGradient(gates, pass.output(gates));
  }
}
