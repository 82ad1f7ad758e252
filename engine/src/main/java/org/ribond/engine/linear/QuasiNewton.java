package org.ribond.engine.linear;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimises a smooth function of many variables: L-BFGS (Liu and Nocedal, Math. Program. 45, 1989)
 * with steps halved until they descend enough.
 */
final class QuasiNewton {
  private static final int MEMORY = 10;
  private static final int MOST_HALVINGS = 30;
  private static final double SUFFICIENT = 1e-4;

  private QuasiNewton() {}

  /** A function and its gradient. */
  @FunctionalInterface
  interface Objective {
    /** Returns the value at {@code x} and writes the gradient there to {@code gradient}. */
    double at(double[] x, double[] gradient);
  }

  /** A step taken and how the gradient changed by it. */
  private record Move(double[] step, double[] change, double curvature) {}

  /**
   * Moves {@code x} to a minimum, until a step gains less than {@code tolerance} of the value or
   * {@code mostSteps} are taken; returns the value there.
   */
  static double minimise(Objective objective, double[] x, double tolerance, int mostSteps) {
    double[] gradient = new double[x.length];
    double[] next = new double[x.length];
    double[] nextGradient = new double[x.length];
    Deque<Move> moves = new ArrayDeque<>();
    double value = objective.at(x, gradient);
    for (int step = 0; step < mostSteps; step++) {
      double[] direction = direction(gradient, moves);
      double slope = dot(direction, gradient);
      if (!(slope < 0)) {
        return value;
      }
      double length = moves.isEmpty() ? 1 / Math.max(1, Math.sqrt(dot(gradient, gradient))) : 1;
      double reached = Double.NaN;
      for (int halving = 0; halving < MOST_HALVINGS; halving++) {
        for (int i = 0; i < x.length; i++) {
          next[i] = x[i] + length * direction[i];
        }
        reached = objective.at(next, nextGradient);
        if (reached <= value + SUFFICIENT * length * slope) {
          break;
        }
        length /= 2;
      }
      if (!(reached < value)) {
        return value;
      }
      remember(moves, x, next, gradient, nextGradient);
      double gain = value - reached;
      value = reached;
      System.arraycopy(next, 0, x, 0, x.length);
      System.arraycopy(nextGradient, 0, gradient, 0, x.length);
      if (gain <= tolerance * Math.abs(value)) {
        return value;
      }
    }
    return value;
  }

  private static void remember(
      Deque<Move> moves, double[] x, double[] next, double[] gradient, double[] nextGradient) {
    double[] step = difference(next, x);
    double[] change = difference(nextGradient, gradient);
    double curvature = dot(step, change);
    if (curvature > 1e-12 * dot(change, change)) {
      if (moves.size() == MEMORY) {
        moves.removeFirst();
      }
      moves.addLast(new Move(step, change, curvature));
    }
  }

  /** The two loops of the method. */
  private static double[] direction(double[] gradient, Deque<Move> moves) {
    double[] q = gradient.clone();
    double[] factors = new double[moves.size()];
    int place = factors.length;
    for (Iterator<Move> newestFirst = moves.descendingIterator(); newestFirst.hasNext(); ) {
      Move move = newestFirst.next();
      factors[--place] = dot(move.step, q) / move.curvature;
      add(q, -factors[place], move.change);
    }
    double scale =
        moves.isEmpty()
            ? 1
            : moves.getLast().curvature / dot(moves.getLast().change, moves.getLast().change);
    for (int i = 0; i < q.length; i++) {
      q[i] *= scale;
    }
    for (Move move : moves) {
      add(q, factors[place++] - dot(move.change, q) / move.curvature, move.step);
    }
    for (int i = 0; i < q.length; i++) {
      q[i] = -q[i];
    }
    return q;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] to, double factor, double[] what) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * what[i];
    }
  }

  private static double[] difference(double[] a, double[] b) {
    double[] difference = a.clone();
    add(difference, -1, b);
    return difference;
  }
}
