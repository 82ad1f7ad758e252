package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;

/**
 * Batch normalisation: each column by its mean and variance over the rows of a chunk in training,
 * by running moments elsewhere.
 *
 * @param input number of the layer that it stands on
 * @param width its width
 * @param place place of the gains among the network's tensors, then the shift, then the running
 *     moments
 * @param epsilon added to a variance
 * @param scratch place of a chunk's moments, then of those that are added to the running ones
 */
record ColumnNormalisationLayer(int input, int width, int place, float epsilon, int scratch)
    implements Layer {
  /** Share of a chunk's moments in the running ones. */
  private static final float SHARE = 0.1f;

  @Override
  public Layout layout(Layout source, List<Layout> before) {
    return before.get(input);
  }

  @Override
  public void forward(Pass pass, Matrix output) {
    Matrix x = pass.output(input);
    Matrix gain = pass.weights().get(place);
    Matrix shift = pass.weights().get(place + 1);
    Matrix moments = pass.weights().get(place + 2);
    if (pass.chunk().isTraining()) {
      Matrix ofChunk = pass.chunk().scratch(scratch);
      pass.backend().columnMoments(x, ofChunk);
      // A single row has no variance to learn from.
      if (x.rows() > 1) {
        follow(pass.backend(), ofChunk, pass.chunk().scratch(scratch + 1), moments);
      }
      moments = ofChunk;
    }
    pass.backend().normaliseColumns(x, moments, gain, shift, epsilon, output);
  }

  private static void follow(Backend backend, Matrix ofChunk, Matrix share, Matrix running) {
    backend.copy(ofChunk, share);
    backend.scale(share, SHARE);
    backend.scale(running, 1 - SHARE);
    backend.add(share, running);
  }

  @Override
  public void backward(TrainingPass pass, Matrix output, Matrix gradient) {
    if (!pass.chunk().isTraining()) {
      scaleBack(pass, output, gradient);
      return;
    }
    pass.backend()
        .normaliseColumnsGradient(
            pass.output(input),
            pass.chunk().scratch(scratch),
            pass.weights().get(place),
            epsilon,
            gradient,
            pass.weightGradient(place),
            pass.weightGradient(place + 1));
    pass.giveGradient(input, gradient);
  }

  /** By running moments a column is moved and stretched, whatever stands in it. */
  private void scaleBack(TrainingPass pass, Matrix output, Matrix gradient) {
    Backend backend = pass.backend();
    Matrix variances = pass.chunk().scratch(scratch);
    backend.copy(pass.weights().get(place + 2), variances);
    backend.fill(variances.leadingRows(1), 0);
    Matrix unmoved = pass.chunk().scratch(scratch + 1).leadingRows(1);
    backend.fill(unmoved, 0);
    Matrix gain = pass.weights().get(place);
    backend.normaliseColumns(gradient, variances, gain, unmoved, epsilon, output);
    pass.giveGradient(input, output);
  }
}
