package org.ribond.engine.train;

import org.ribond.engine.network.Optimiser;

/**
 * How a network learns from gradients.
 *
 * @param optimiser what becomes of a gradient
 * @param schedule how the learning rate changes
 * @param clipNorm Euclidean norm of the whole gradient beyond which it is scaled down to that norm
 *     (Pascanu, Mikolov and Bengio, 2013); 0 for never
 */
public record Learning(Optimiser optimiser, Schedule schedule, float clipNorm) {
  public Learning {
    if (!(clipNorm >= 0 && Float.isFinite(clipNorm))) {
      throw new IllegalArgumentException("gradients clipped to a norm of " + clipNorm);
    }
  }

  /** At a constant rate, without clipping. */
  public static Learning of(Optimiser optimiser) {
    return new Learning(optimiser, new Schedule.Constant(), 0);
  }
}
