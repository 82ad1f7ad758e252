package org.ribond.engine.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class DropoutTest {
  @Test
  void factor_manyElements_dropsAtTheRateAndKeepsTheMean() {
    Dropout dropout = new Dropout(0.3f, 1, 2, 3, 4, 0);
    int rows = 400;
    int columns = 300;
    int[] scratch = new int[4];
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        sum += dropout.factor(i, j, scratch);
      }
    }
    double count = (double) rows * columns;
    double deviation = Math.sqrt(0.3 / 0.7 / count);
    assertEquals(1, sum / count, 5 * deviation);
  }

  @Test
  void atRow_laterRow_continuesTheMask() {
    Dropout dropout = new Dropout(0.5f, 9, 0, 1, 7, 0);
    int[] scratch = new int[4];
    for (int j = 0; j < 100; j++) {
      assertEquals(dropout.factor(12, j, scratch), dropout.atRow(10).factor(2, j, scratch));
    }
  }

  @Test
  void kept_ofARow_isWhereTheFactorIsNotZero() {
    Dropout dropout = new Dropout(0.4f, 9, 1, 2, 7, 3);
    int[] scratch = new int[4];
    boolean[] kept = dropout.kept(5, 77);
    assertEquals(77, kept.length);
    for (int j = 0; j < kept.length; j++) {
      assertEquals(dropout.factor(5, j, scratch) != 0, kept[j], "column " + j);
    }
  }

  @Test
  void rate_outOfRange_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Dropout(1, 0, 0, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Dropout(Float.NaN, 0, 0, 0, 0, 0));
  }
}
