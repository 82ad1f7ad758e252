package org.ribond.engine.contact.predict;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The best cells of a map whose rates are products of a number of the residue and one of the base:
 * those that come first when the sorted rows are merged, without a look at the others. It takes
 * about k log k steps for k of them, whatever the size of the map.
 */
final class BestProducts {
  private final double level;
  private final ChainProfile p;
  private final ChainProfile q;

  /** Rows that have begun, each with its best cell that has not been taken. */
  private final PriorityQueue<Cell> next =
      new PriorityQueue<>((a, b) -> Double.compare(b.rate, a.rate));

  /** A cell by the places of its residue and base in their orders. */
  private record Cell(int row, int column, double rate) {}

  /** The score of a rate, which never falls when the rate grows. */
  @FunctionalInterface
  interface Score {
    /** The score. */
    float of(double rate);
  }

  /** Of the map with rates {@code level * p * q}. */
  BestProducts(double level, ChainProfile p, ChainProfile q) {
    this.level = level;
    this.p = p;
    this.q = q;
    next.add(cell(0, 0));
  }

  private Cell cell(int row, int column) {
    // In this order, as where whole rows are scored.
    double ofResidue = level * p.factors()[p.order()[row]];
    return new Cell(row, column, ofResidue * q.factors()[q.order()[column]]);
  }

  /** The {@code count} best, at most all cells; as {@link BestFilter} chooses and orders them. */
  List<ScoredContact> first(long count, Score score) {
    List<ScoredContact> best = new ArrayList<>();
    float last = Float.POSITIVE_INFINITY;
    while (!next.isEmpty()) {
      Cell cell = next.remove();
      float own = score.of(cell.rate);
      // Cells with the score of the last one count in the order of the map.
      if (best.size() >= count && own < last) {
        break;
      }
      last = own;
      best.add(new ScoredContact(p.order()[cell.row], q.order()[cell.column], own));
      if (cell.column + 1 < q.length()) {
        next.add(cell(cell.row, cell.column + 1));
      }
      if (cell.column == 0 && cell.row + 1 < p.length()) {
        next.add(cell(cell.row + 1, 0));
      }
    }
    best.sort(ScoredContact.BEST_FIRST);
    return best.subList(0, (int) Math.min(count, best.size()));
  }
}
