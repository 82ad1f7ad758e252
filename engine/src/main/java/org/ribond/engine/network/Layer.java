package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;

/** One step of a network's computation, on the rows of a chunk of samples. */
interface Layer {
  /** Columns of its output. */
  int width();

  /**
   * How the rows of its output are arranged.
   *
   * @param source how those of what the network reads are
   * @param before how those of the outputs of the layers before it are
   */
  default Layout layout(Layout source, List<Layout> before) {
    return source;
  }

  /** Whether there is anything below it that learns. */
  default boolean learns() {
    return true;
  }

  /** The sums over windows that it needs. */
  default List<WindowLayer> windowLayers() {
    return List.of();
  }

  /** Overwrites {@code output} (rows x width). */
  void forward(Pass pass, Matrix output);

  /**
   * Adds the gradients of its weights, and hands those of its inputs to {@code pass}.
   *
   * @param output what {@link #forward} gave
   * @param gradient gradient of the loss with respect to the output; may be overwritten
   */
  void backward(TrainingPass pass, Matrix output, Matrix gradient);
}
