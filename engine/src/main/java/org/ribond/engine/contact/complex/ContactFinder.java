package org.ribond.engine.contact.complex;

import java.util.Arrays;

/**
 * Finds the atoms near a place: a grid of cells, none narrower than the cut-off, so that only a
 * cell and its 26 neighbours are looked at. Building it takes time in the number of atoms.
 */
final class ContactFinder {
  /** Most cells along an axis; wider cells are searched longer but found as well. */
  private static final int MAX_CELLS = 128;

  /**
   * Above the rounding error of a squared distance, far below the 0.001 angstrom of coordinates.
   */
  private static final double SQUARE_TOLERANCE = 1e-9;

  private final double[] coordinates;
  private final double squareCutoff;
  private final double[] origin = new double[3];
  private final double cell;
  private final int[] cells = new int[3];

  /** Start of each cell's atoms in {@link #atoms}, cells with z fastest. */
  private final int[] start;

  private final int[] atoms;

  /** Takes an atom's number. */
  @FunctionalInterface
  interface AtomVisitor {
    void visit(int atom);
  }

  /**
   * Indexes atoms.
   *
   * @param coordinates x, y and z of each atom in turn, in angstrom, finite
   * @param cutoff largest distance to find, in angstrom
   */
  ContactFinder(double[] coordinates, double cutoff) {
    this.coordinates = coordinates;
    squareCutoff = cutoff * cutoff + SQUARE_TOLERANCE;
    double[] upper = new double[3];
    Arrays.fill(origin, Double.POSITIVE_INFINITY);
    Arrays.fill(upper, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < coordinates.length; i++) {
      origin[i % 3] = Math.min(origin[i % 3], coordinates[i]);
      upper[i % 3] = Math.max(upper[i % 3], coordinates[i]);
    }
    double widest = 0;
    for (int axis = 0; axis < 3 && coordinates.length > 0; axis++) {
      widest = Math.max(widest, upper[axis] - origin[axis]);
    }
    cell = Math.max(cutoff, widest / MAX_CELLS);
    for (int axis = 0; axis < 3; axis++) {
      cells[axis] = coordinates.length == 0 ? 0 : (int) ((upper[axis] - origin[axis]) / cell) + 1;
    }
    start = new int[cells[0] * cells[1] * cells[2] + 1];
    atoms = new int[coordinates.length / 3];
    for (int atom = 0; atom < atoms.length; atom++) {
      start[cellOf(atom) + 1]++;
    }
    for (int i = 1; i < start.length; i++) {
      start[i] += start[i - 1];
    }
    int[] next = start.clone();
    for (int atom = 0; atom < atoms.length; atom++) {
      atoms[next[cellOf(atom)]++] = atom;
    }
  }

  private int cellOf(int atom) {
    return index(
        along(0, coordinates[3 * atom]),
        along(1, coordinates[3 * atom + 1]),
        along(2, coordinates[3 * atom + 2]));
  }

  private int index(int i, int j, int k) {
    return (i * cells[1] + j) * cells[2] + k;
  }

  private int along(int axis, double value) {
    return (int) Math.floor((value - origin[axis]) / cell);
  }

  /** Visits every atom within the cut-off, inclusive, of the place (x, y, z) in angstrom. */
  void visitNear(double x, double y, double z, AtomVisitor visitor) {
    int ci = along(0, x);
    int cj = along(1, y);
    int ck = along(2, z);
    for (int i = Math.max(0, ci - 1); i <= Math.min(cells[0] - 1, ci + 1); i++) {
      for (int j = Math.max(0, cj - 1); j <= Math.min(cells[1] - 1, cj + 1); j++) {
        for (int k = Math.max(0, ck - 1); k <= Math.min(cells[2] - 1, ck + 1); k++) {
          int c = index(i, j, k);
          for (int s = start[c]; s < start[c + 1]; s++) {
            int atom = atoms[s];
            double dx = coordinates[3 * atom] - x;
            double dy = coordinates[3 * atom + 1] - y;
            double dz = coordinates[3 * atom + 2] - z;
            if (dx * dx + dy * dy + dz * dz <= squareCutoff) {
              visitor.visit(atom);
            }
          }
        }
      }
    }
  }
}
