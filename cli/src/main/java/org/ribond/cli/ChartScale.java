package org.ribond.cli;

import java.util.ArrayList;
import java.util.List;

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
    double rough = (to - from) / MOST_TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = power;
    for (double factor : new double[] {2, 5, 10}) {
      step = step < rough ? factor * power : step;
    }
    for (double tick = Math.ceil(from / step - 1e-9) * step;
        tick <= to + step * 1e-9;
        tick += step) {
      ticks.add(Math.abs(tick) < step * 1e-9 ? 0 : tick);
    }
    return ticks;
  }
}
