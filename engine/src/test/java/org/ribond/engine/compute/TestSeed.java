package org.ribond.engine.compute;

import java.util.SplittableRandom;

/** Seeds of randomised tests: fresh in every run, printed, and taken back by a property. */
public final class TestSeed {
  /** Repeats a run: {@code -Dtest.seed=N}. */
  public static final String PROPERTY = "test.seed";

  private static final long SEED = Long.getLong(PROPERTY, System.nanoTime());

  static {
    System.out.println("randomised tests: repeat with -D" + PROPERTY + "=" + SEED);
  }

  private TestSeed() {}

  /** A generator of its own for each test, so that tests do not depend on their order. */
  public static SplittableRandom random(String test) {
    return new SplittableRandom(SEED ^ test.hashCode());
  }

  /** What a failure's message ends with. */
  public static String hint() {
    return " (repeat with -D" + PROPERTY + "=" + SEED + ")";
  }
}
