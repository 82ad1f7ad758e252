package org.ribond.engine.compute;

/**
 * A contrastive loss over the similarities of the two views of each pair of a mini-batch.
 *
 * @param temperature what similarities are divided by, above 0
 * @param isDecoupled whether a row's logarithm of the sum of exponentials leaves out its positive:
 *     the decoupled loss of Yeh et al. (2022); with it, NT-Xent of Chen et al. (2020)
 */
public record Contrast(float temperature, boolean isDecoupled) {
  /**
   * Checks the temperature.
   *
   * @throws IllegalArgumentException unless it is a number above 0
   */
  public Contrast {
    if (!(temperature > 0 && temperature < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("temperature " + temperature + " is not above 0");
    }
  }
}
