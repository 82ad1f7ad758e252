package org.ribond.cli.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ribond.engine.fold.structure.Structure;
import org.ribond.engine.fold.structure.Structure.Pair;

/**
 * Where the bases of a structure are drawn: every loop is a regular polygon with sides of length 1,
 * helices are ladders between them. Branches of large structures may run across each other.
 */
final class StructureLayout {
  /** Corners by which the outermost loop is open. */
  private static final int OPENING = 2;

  private final int[] partners;
  private final double[][] places;

  /** Where a helix begins and which way it goes. */
  private record Helix(int first, int second, double[] direction) {}

  private StructureLayout(int[] partners) {
    this.partners = partners;
    places = new double[partners.length][];
  }

  /** The place (x, y) of each base, by the nested ones among the pairs. */
  static double[][] places(Structure structure) {
    int[] partners = new int[structure.rna().length()];
    Arrays.fill(partners, Structure.UNPAIRED);
    for (Pair pair : nested(structure)) {
      partners[pair.first()] = pair.second();
      partners[pair.second()] = pair.first();
    }
    StructureLayout layout = new StructureLayout(partners);
    layout.draw();
    return layout.places;
  }

  /** The pairs that cross none before them and share no base with one. */
  static List<Pair> nested(Structure structure) {
    List<Pair> nested = new ArrayList<>();
    for (Pair pair : structure.pairs()) {
      if (nested.stream().noneMatch(other -> crosses(pair, other))) {
        nested.add(pair);
      }
    }
    return nested;
  }

  private static boolean crosses(Pair a, Pair b) {
    boolean firstInside = a.first() >= b.first() && a.first() <= b.second();
    boolean secondInside = a.second() >= b.first() && a.second() <= b.second();
    boolean sharesBase =
        a.first() == b.first()
            || a.first() == b.second()
            || a.second() == b.first()
            || a.second() == b.second();
    return sharesBase || firstInside != secondInside;
  }

  private void draw() {
    List<Integer> outermost = loop(0, partners.length - 1);
    int corners = Math.max(3, outermost.size() + OPENING);
    double radius = radius(corners);
    List<Helix> helices = new ArrayList<>();
    circle(outermost, new double[] {0, 0}, radius, Math.PI / 2, corners, helices);
    while (!helices.isEmpty()) {
      helix(helices.removeLast(), helices);
    }
  }

  /** The bases of a loop from {@code from} to {@code to}: those of helices that leave it count. */
  private List<Integer> loop(int from, int to) {
    List<Integer> bases = new ArrayList<>();
    int i = from;
    while (i <= to) {
      bases.add(i);
      if (partners[i] > i) {
        i = partners[i];
        bases.add(i);
      }
      i++;
    }
    return bases;
  }

  private static double radius(int corners) {
    return 0.5 / Math.sin(Math.PI / corners);
  }

  /** Puts the bases of a loop on a circle, the first one step behind an angle. */
  private void circle(
      List<Integer> bases,
      double[] centre,
      double radius,
      double angle,
      int corners,
      List<Helix> helices) {
    double step = 2 * Math.PI / corners;
    for (int k = 0; k < bases.size(); k++) {
      double at = angle + (k + 1) * step;
      places[bases.get(k)] =
          new double[] {centre[0] + radius * Math.cos(at), centre[1] + radius * Math.sin(at)};
    }
    for (int k = 0; k + 1 < bases.size(); k++) {
      if (partners[bases.get(k)] == bases.get(k + 1)) {
        double middle = angle + (k + 1.5) * step;
        double[] direction = {Math.cos(middle), Math.sin(middle)};
        helices.add(new Helix(bases.get(k), bases.get(k + 1), direction));
      }
    }
  }

  /** Draws a helix from its first pair, which has its place, and the loop at its end. */
  private void helix(Helix helix, List<Helix> helices) {
    int i = helix.first;
    int j = helix.second;
    while (i + 1 < j - 1 && partners[i + 1] == j - 1) {
      places[i + 1] = moved(places[i], helix.direction);
      places[j - 1] = moved(places[j], helix.direction);
      i++;
      j--;
    }
    List<Integer> bases = loop(i + 1, j - 1);
    int corners = Math.max(3, bases.size() + 2);
    double radius = radius(corners);
    double height = radius * Math.cos(Math.PI / corners);
    double[] centre = {
      (places[i][0] + places[j][0]) / 2 + height * helix.direction[0],
      (places[i][1] + places[j][1]) / 2 + height * helix.direction[1]
    };
    double angle = Math.atan2(places[i][1] - centre[1], places[i][0] - centre[0]);
    circle(bases, centre, radius, angle, corners, helices);
  }

  private static double[] moved(double[] place, double... direction) {
    return new double[] {place[0] + direction[0], place[1] + direction[1]};
  }
}
