package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Matrix;

/**
 * The same function with more zeros in it, for backends that leave zeros out of products.
 *
 * <p>A rectifier is {@code relu(x) = x + relu(-x)}. So a unit whose pre-activation x is above 0
 * more often than not can be turned: its weights change their sign, its output is then 0 more often
 * than not, and x itself goes on to the next layer along a linear way. In a network on windows x is
 * a sum over the letters, so that way is one more {@link WindowLayer}, whose weights are the
 * product of the turned units' weights with those of the next layer: a chain passes it once, and a
 * pair costs one more addition of two rows.
 *
 * <p>A unit is turned if the mean of x over evenly drawn letters is above 0. That depends on the
 * weights alone: a pair's score is the same in whatever map it stands.
 */
final class TurnedUnits {
  private TurnedUnits() {}

  /** Whether {@code backend} is likely to gain by it. */
  static boolean pay(Backend backend, WindowArchitecture architecture) {
    return architecture.kind() == LayerKind.DENSE
        && architecture.activation() == Activation.RELU
        && architecture.hidden().size() > 1
        && backend.leavesOutZeros(architecture.hidden().get(1));
  }

  /**
   * Gives a network its weights.
   *
   * @param weights those of {@code architecture}
   * @param to those of {@link Blueprint#turned}: of the turned units, of the linear way, and from
   *     the second layer's on as they are
   */
  static void upload(
      Backend backend, WindowArchitecture architecture, Weights weights, DeviceWeights to) {
    List<Tensor> from = weights.tensors();
    int windows = architecture.windows().size();
    int linear = windows + 1; // place of the linear way; of the second layer in "from"
    int second = 2 * linear; // place of the second layer in "to"
    boolean[] turned = turned(architecture, from);
    for (int place = 0; place <= windows; place++) {
      backend.upload(changed(from.get(place), turned), to.get(place));
    }
    Tensor product = from.get(linear);
    backend.upload(product.values(), to.get(second));
    backend.upload(from.get(linear + 1).values(), to.get(second - 1));
    try (Matrix past = backend.allocate(product.rows(), product.columns())) {
      backend.upload(past(product, turned), past);
      for (int place = 0; place <= windows; place++) {
        boolean isBias = place == windows;
        Matrix way = to.get(linear + place);
        backend.gemm(false, false, to.get(place), past, isBias, way, Epilogue.NONE);
      }
      backend.synchronize();
    }
    for (int place = linear + 2; place < from.size(); place++) {
      backend.upload(from.get(place).values(), to.get(place - linear - 1 + second));
    }
  }

  /** Units whose mean pre-activation is above 0. */
  private static boolean[] turned(WindowArchitecture architecture, List<Tensor> from) {
    int windows = architecture.windows().size();
    int units = from.get(windows).columns();
    double[] mean = new double[units];
    for (int place = 0; place <= windows; place++) {
      int letters = place == windows ? 1 : architecture.windows().get(place).alphabet();
      float[] values = from.get(place).values();
      for (int i = 0; i < values.length; i++) {
        mean[i % units] += (double) values[i] / letters;
      }
    }
    boolean[] turned = new boolean[units];
    for (int unit = 0; unit < units; unit++) {
      turned[unit] = mean[unit] > 0;
    }
    return turned;
  }

  /** With the sign of the turned columns changed. */
  private static float[] changed(Tensor tensor, boolean[] turned) {
    float[] values = tensor.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = turned[i % turned.length] ? -values[i] : values[i];
    }
    return values;
  }

  /** What takes the turned pre-activations past the rectifier: their rows with changed signs. */
  private static float[] past(Tensor product, boolean[] turned) {
    float[] values = new float[product.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = turned[i / product.columns()] ? -product.values()[i] : 0;
    }
    return values;
  }
}
