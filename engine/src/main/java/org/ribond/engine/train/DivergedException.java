package org.ribond.engine.train;

import java.io.Serial;

/** The loss is no longer a finite number: the plan's learning rate does not suit its data. */
public final class DivergedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  DivergedException(int member, int epoch, float learningRate) {
    super(
        "training diverged: the loss is not finite in epoch %d of member %d; try a learning rate below %s"
            .formatted(epoch + 1, member + 1, learningRate));
  }
}
