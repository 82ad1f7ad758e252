package org.ribond.cli.sweep;

import java.util.List;

/**
 * Where numbers lie.
 *
 * @param mean their mean
 * @param deviation standard deviation of a sample, with n - 1; 0 of one number
 */
public record Spread(double mean, double deviation) {
  /** The spread of {@code values}, at least one; not a number if one of them is none. */
  public static Spread of(List<Double> values) {
    double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return new Spread(mean, values.size() < 2 ? 0 : Math.sqrt(squares / (values.size() - 1)));
  }
}
