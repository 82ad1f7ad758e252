package org.ribond.cli.options;

import java.util.Optional;
import org.ribond.engine.network.Adam;
import org.ribond.engine.train.Learning;
import org.ribond.engine.train.Schedule;

/** How a network learns by AdamW along a cosine, of which options change numbers. */
final class AdamWithCosine {
  private AdamWithCosine() {}

  /**
   * The settings, where nothing is given those of {@code usual}, which are of this kind.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  static Learning of(
      Learning usual,
      Optional<Float> learningRate,
      Optional<Float> weightDecay,
      Optional<Double> warmUp,
      Optional<Float> clip) {
    Adam adam = (Adam) usual.optimiser();
    Schedule.Cosine cosine = (Schedule.Cosine) usual.schedule();
    return new Learning(
        new Adam(
            learningRate.orElse(adam.learningRate()),
            adam.beta1(),
            adam.beta2(),
            adam.epsilon(),
            adam.l2(),
            weightDecay.orElse(adam.weightDecay())),
        new Schedule.Cosine(warmUp.orElse(cosine.warmUp())),
        clip.orElse(usual.clipNorm()));
  }
}
