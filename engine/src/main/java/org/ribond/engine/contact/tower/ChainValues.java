package org.ribond.engine.contact.tower;

/**
 * What a network holds of a chain, whatever its partner.
 *
 * @param where logarithm of how many times more contacts than the chain's mean letter each letter
 *     has: the mean of the exponentials is 1
 * @param binds log-odds of each letter to bind, against those that lengths alone give
 */
public record ChainValues(double[] where, double[] binds) {
  /** Number of letters. */
  public int length() {
    return where.length;
  }

  /** The same with {@code where} shifted so that the mean of the exponentials is 1. */
  ChainValues centred() {
    double most = Double.NEGATIVE_INFINITY;
    for (double value : where) {
      most = Math.max(most, value);
    }
    double sum = 0;
    for (double value : where) {
      sum += Math.exp(value - most);
    }
    double shift = most + Math.log(sum / where.length);
    double[] shifted = new double[where.length];
    for (int i = 0; i < shifted.length; i++) {
      shifted[i] = where[i] - shift;
    }
    return new ChainValues(shifted, binds);
  }
}
