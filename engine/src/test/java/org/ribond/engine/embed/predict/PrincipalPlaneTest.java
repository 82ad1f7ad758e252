package org.ribond.engine.embed.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrincipalPlaneTest {
  @Test
  void places_ofAStretchedCloud_lieAlongItsAxes() {
    Random random = new Random(5);
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      double a = 3 * random.nextGaussian();
      double b = random.nextGaussian();
      // Along (0.6, 0.8, 0) and (0, 0, 1), about (1, 2, 3).
      vectors.add(new float[] {(float) (1 + 0.6 * a), (float) (2 + 0.8 * a), (float) (3 + b)});
    }

    PrincipalPlane plane = new PrincipalPlane(vectors);

    assertEquals(0.9, plane.share(0), 0.01);
    assertEquals(0.1, plane.share(1), 0.01);
    double[] place = plane.places(List.of(new float[] {1.6f, 2.8f, 3})).getFirst();
    double[] middle = plane.places(List.of(new float[] {1, 2, 3})).getFirst();
    assertEquals(1, place[0] - middle[0], 1e-3);
    assertEquals(0, place[1] - middle[1], 0.03);
  }

  @Test
  void places_ofEqualVectors_areZero() {
    List<float[]> vectors = List.of(new float[] {1, 2}, new float[] {1, 2});

    PrincipalPlane plane = new PrincipalPlane(vectors);

    assertEquals(0, plane.share(0));
    assertEquals(0, plane.places(vectors).getLast()[0]);
  }
}
