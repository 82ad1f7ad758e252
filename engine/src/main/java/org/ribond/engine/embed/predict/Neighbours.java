package org.ribond.engine.embed.predict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;

/** The nearest of a list of vectors, by the cosine of the angle between them; exact. */
public final class Neighbours {
  private static final Comparator<Neighbour> FARTHEST_FIRST =
      Comparator.comparingDouble(Neighbour::cosine)
          .thenComparing(Comparator.comparingInt(Neighbour::index).reversed());

  private final List<float[]> units = new ArrayList<>();

  /**
   * A neighbour.
   *
   * @param index its place in the list, from 0
   * @param cosine of the angle between both vectors, -1 to 1; 0 where one has no length
   */
  public record Neighbour(int index, double cosine) {}

  /** Adds a vector at the end of the list. */
  public void add(float[] vector) {
    units.add(unit(vector));
  }

  /**
   * The {@code count} nearest, the nearest first, of equally near ones the first in the list.
   *
   * @param isChoice whether the vector at a place may be one of them
   */
  public List<Neighbour> nearest(float[] vector, int count, IntPredicate isChoice) {
    float[] unit = unit(vector);
    PriorityQueue<Neighbour> best = new PriorityQueue<>(FARTHEST_FIRST);
    for (int i = 0; i < units.size(); i++) {
      if (!isChoice.test(i)) {
        continue;
      }
      best.add(new Neighbour(i, product(unit, units.get(i))));
      if (best.size() > count) {
        best.poll();
      }
    }
    List<Neighbour> sorted = new ArrayList<>(best);
    sorted.sort(FARTHEST_FIRST.reversed());
    return sorted;
  }

  /**
   * The rank of a vector of the list: 1 and one for each that is nearer, or as near and before it.
   */
  public int rank(float[] vector, int index) {
    float[] unit = unit(vector);
    double own = product(unit, units.get(index));
    int rank = 1;
    for (int i = 0; i < units.size(); i++) {
      double other = product(unit, units.get(i));
      rank += other > own || (other == own && i < index) ? 1 : 0;
    }
    return rank;
  }

  private static float[] unit(float[] vector) {
    double sum = 0;
    for (float value : vector) {
      sum += (double) value * value;
    }
    float[] unit = new float[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = sum > 0 ? (float) (vector[i] / Math.sqrt(sum)) : 0;
    }
    return unit;
  }

  private static double product(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
