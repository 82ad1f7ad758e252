package org.ribond.engine.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class QuasiNewtonTest {
  @Test
  void quasiNewton_ofAValley_findsItsFloor() {
    double[] x = {-1.2, 1};

    double value =
        QuasiNewton.minimise(
            (at, gradient) -> {
              double a = 1 - at[0];
              double b = at[1] - at[0] * at[0];
              gradient[0] = -2 * a - 400 * at[0] * b;
              gradient[1] = 200 * b;
              return a * a + 100 * b * b;
            },
            x,
            1e-14,
            1000);

    assertEquals(0, value, 1e-9);
    assertArrayEquals(new double[] {1, 1}, x, 1e-4);
  }
}
