package org.ribond.engine.contact.predict;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/** Keeps the best so far, the worst of them on top of the heap. */
final class BestFilter implements Selection.Filter {
  private final long capacity;
  private final Consumer<ScoredContact> contacts;
  private final PriorityQueue<ScoredContact> best =
      new PriorityQueue<>(ScoredContact.BEST_FIRST.reversed());

  BestFilter(long capacity, Consumer<ScoredContact> contacts) {
    this.capacity = capacity;
    this.contacts = contacts;
  }

  @Override
  public void row(int residue, float[] scores) {
    for (int base = 0; base < scores.length; base++) {
      if (best.size() < capacity) {
        best.add(new ScoredContact(residue, base, scores[base]));
      } else if (scores[base] > best.element().score()) {
        // Equal scores that come later in the map stay behind those that are here.
        best.remove();
        best.add(new ScoredContact(residue, base, scores[base]));
      }
    }
  }

  @Override
  public void finish() {
    List<ScoredContact> sorted = new ArrayList<>(best);
    sorted.sort(ScoredContact.BEST_FIRST);
    sorted.forEach(contacts);
  }
}
