package org.ribond.cli.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Places values of an axis on the paper.
 *
 * @param from value at its beginning
 * @param to value at its end
 * @param start where it begins
 * @param end where it ends
 */
record ChartScale(boolean logarithmic, double from, double to, double start, double end) {
  private static final int MOST_TICKS = 6;

  /** Powers of ten of what is written without an exponent; of numbers that differ, two more. */
  private static final int LEAST_PLAIN = -3;

  private static final int MOST_PLAIN = 5;

  boolean shows(double value) {
    return Double.isFinite(value) && (!logarithmic || value > 0);
  }

  double at(double value) {
    double part =
        logarithmic
            ? Math.log(Math.max(value, from) / from) / Math.log(to / from)
            : (value - from) / (to - from);
    return start + Math.clamp(part, 0, 1) * (end - start);
  }

  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (logarithmic) {
      for (double tick = from; tick <= to * 1.0001; tick *= 10) {
        ticks.add(tick);
      }
      return ticks;
    }
    double step = step();
    for (double tick = Math.ceil(from / step - 1e-9) * step;
        tick <= to + step * 1e-9;
        tick += step) {
      ticks.add(Math.abs(tick) < step * 1e-9 ? 0 : tick);
    }
    return ticks;
  }

  /** A round distance between ticks. */
  private double step() {
    double rough = (to - from) / MOST_TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = power;
    for (double factor : new double[] {2, 5, 10}) {
      step = step < rough ? factor * power : step;
    }
    return step;
  }

  /** A tick in as many digits as tell it from its neighbours. */
  String label(double tick) {
    int power = power(tick);
    int last = logarithmic ? power : power(step());
    boolean isPlain = last >= (logarithmic ? LEAST_PLAIN : LEAST_PLAIN - 2) && power <= MOST_PLAIN;
    if (tick == 0 || isPlain) {
      return String.format(Locale.ROOT, "%." + Math.max(0, -last) + "f", tick);
    }
    return String.format(Locale.ROOT, "%." + Math.max(0, power - last) + "e", tick)
        .replaceAll("e([+-])0*", "e$1")
        .replace("+", "");
  }

  private static int power(double value) {
    return value == 0 ? 0 : (int) Math.floor(Math.log10(Math.abs(value)) + 1e-9);
  }
}
