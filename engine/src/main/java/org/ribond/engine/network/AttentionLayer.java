package org.ribond.engine.network;

import org.ribond.engine.compute.Attention;
import org.ribond.engine.compute.Matrix;

/**
 * Attention on three layers of one width, which nothing else stands on.
 *
 * @param queries number of the layer of queries
 * @param keys number of the layer of keys
 * @param values number of the layer of values
 * @param width their width
 * @param attention who sees whom
 */
record AttentionLayer(int queries, int keys, int values, int width, Attention attention)
    implements Layer {
  @Override
  public void forward(Pass pass, Matrix output) {
    pass.backend()
        .attention(attention, pass.output(queries), pass.output(keys), pass.output(values), output);
  }

  @Override
  public void backward(TrainingPass pass, Matrix output, Matrix gradient) {
    pass.backend()
        .attentionGradient(
            attention,
            pass.output(queries),
            pass.output(keys),
            pass.output(values),
            gradient,
            pass.gradient(queries),
            pass.gradient(keys),
            pass.gradient(values));
  }
}
