package org.ribond.engine.train;

import java.io.Serial;

/**
 * Loss or weights are no longer finite numbers: the plan's learning rate does not suit its data.
 */
public final class DivergedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  DivergedException(int member, int epoch, float learningRate) {
    super(
        "training diverged: loss or weights are not finite in epoch %d of member %d; try a learning rate below %s"
            .formatted(epoch + 1, member + 1, learningRate));
  }
}
