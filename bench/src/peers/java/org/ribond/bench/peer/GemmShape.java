package org.ribond.bench.peer;

import java.util.List;

/**
 * A matrix product {@code c (m x n) = op(a) op(b)} with inner dimension k.
 *
 * @param name what it is
 * @param transposeA whether a is stored k x m
 * @param transposeB whether b is stored n x k
 */
record GemmShape(String name, boolean transposeA, boolean transposeB, int m, int n, int k) {
  private static final int BATCH = 4096;

  /** Squares, and layer 2 of the networks of window 15 and 31 at a batch of 4,096. */
  static List<GemmShape> all() {
    return List.of(
        new GemmShape("256^3", false, false, 256, 256, 256),
        new GemmShape("512^3", false, false, 512, 512, 512),
        new GemmShape("1024^3", false, false, 1024, 1024, 1024),
        new GemmShape("window 15 forward", false, false, BATCH, 901, 451),
        new GemmShape("window 15 data gradient", false, true, BATCH, 451, 901),
        new GemmShape("window 15 weight gradient", true, false, 451, 901, BATCH),
        new GemmShape("window 31 forward", false, false, BATCH, 1861, 931),
        new GemmShape("window 31 data gradient", false, true, BATCH, 931, 1861),
        new GemmShape("window 31 weight gradient", true, false, 931, 1861, BATCH));
  }

  double flops() {
    return 2.0 * m * n * k;
  }

  int rowsOfA() {
    return transposeA ? k : m;
  }

  int columnsOfA() {
    return transposeA ? m : k;
  }

  int rowsOfB() {
    return transposeB ? n : k;
  }

  int columnsOfB() {
    return transposeB ? k : n;
  }
}
