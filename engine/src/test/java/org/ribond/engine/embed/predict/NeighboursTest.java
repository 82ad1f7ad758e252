package org.ribond.engine.embed.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ribond.engine.embed.predict.Neighbours.Neighbour;

class NeighboursTest {
  @Test
  void nearest_randomVectors_areThoseOfACompleteSort() {
    Random random = new Random(11);
    Neighbours neighbours = new Neighbours();
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      // Few values, so that many are equally near.
      float[] vector = {random.nextInt(3) - 1, random.nextInt(3) - 1, random.nextInt(2)};
      vectors.add(vector);
      neighbours.add(vector);
    }
    for (int query = 0; query < vectors.size(); query++) {
      int self = query;
      float[] own = vectors.get(query);
      List<Integer> sorted = new ArrayList<>();
      for (int i = 0; i < vectors.size(); i++) {
        if (i != query) {
          sorted.add(i);
        }
      }
      sorted.sort(
          Comparator.comparingDouble((Integer i) -> -cosine(own, vectors.get(i)))
              .thenComparingInt(i -> i));

      List<Integer> nearest =
          neighbours.nearest(own, 7, i -> i != self).stream().map(Neighbour::index).toList();

      assertEquals(sorted.subList(0, 7), nearest);
    }
  }

  /** As {@link Neighbours} has it, to the last bit: equal directions are equally near. */
  private static double cosine(float[] a, float[] b) {
    Neighbours one = new Neighbours();
    one.add(b);
    return one.nearest(a, 1, i -> true).getFirst().cosine();
  }

  @Test
  void nearest_knownVectors_haveTheirCosine() {
    Neighbours neighbours = new Neighbours();
    neighbours.add(new float[] {0, 0});
    neighbours.add(new float[] {3, 4});
    neighbours.add(new float[] {-1, 0});

    List<Neighbour> nearest = neighbours.nearest(new float[] {2, 0}, 5, i -> true);

    assertEquals(List.of(1, 0, 2), nearest.stream().map(Neighbour::index).toList());
    assertEquals(0.6, nearest.getFirst().cosine(), 1e-7);
    assertEquals(0, nearest.get(1).cosine());
    assertEquals(2, neighbours.rank(new float[] {2, 0}, 0));
  }
}
