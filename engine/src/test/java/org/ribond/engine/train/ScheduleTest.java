package org.ribond.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void schedules_atBeginningMiddleAndEnd_areTheirFormulas() {
    Schedule cosine = new Schedule.Cosine(2);
    assertEquals(0.25, cosine.factor(0.5, 10), 1e-12);
    assertEquals(1, cosine.factor(2, 10), 1e-12);
    assertEquals(0.5, cosine.factor(6, 10), 1e-12);
    assertEquals(0, cosine.factor(10, 10), 1e-12);
    Schedule steps = new Schedule.Steps(3, 0.5);
    assertEquals(1, steps.factor(2.99, 10));
    assertEquals(0.5, steps.factor(3, 10));
    assertEquals(0.125, steps.factor(9.5, 10));
    assertEquals(1, new Schedule.Constant().factor(7, 10));
  }
}
