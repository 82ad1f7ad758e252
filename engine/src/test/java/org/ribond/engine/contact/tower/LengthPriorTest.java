package org.ribond.engine.contact.tower;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ribond.engine.contact.tower.LengthPrior.Point;

class LengthPriorTest {
  private static final LengthPrior KNOWN = new LengthPrior(-0.9, -0.5, -0.7);

  @Test
  void of_pointsOnAPlane_isThePlane() {
    List<Point> points = new ArrayList<>();
    for (int residues = 20; residues < 2000; residues *= 2) {
      for (int bases = 5; bases < 3000; bases *= 3) {
        points.add(new Point(residues, bases, KNOWN.of(residues, bases), 1 + bases % 3));
      }
    }
    LengthPrior found = LengthPrior.of(points);
    assertEquals(KNOWN.residues(), found.residues(), 1e-4);
    assertEquals(KNOWN.bases(), found.bases(), 1e-4);
    assertEquals(KNOWN.of(300, 70), found.of(300, 70), 1e-4);
  }

  @Test
  void of_pointsThatDiffer_weighsThem() {
    List<Point> points = List.of(new Point(100, 30, -4, 3), new Point(100, 30, -8, 1));
    assertEquals(-5, LengthPrior.of(points).of(100, 30), 1e-9);
  }

  @Test
  void of_onePoint_isItsValueAtAnyLengths() {
    LengthPrior found = LengthPrior.of(List.of(new Point(100, 30, -4, 1)));
    assertEquals(-4, found.of(7, 2000), 1e-9);
  }

  @Test
  void put_thenOf_isTheSame() {
    Map<String, String> card = new HashMap<>();
    KNOWN.put("contact", card);
    assertEquals(KNOWN, LengthPrior.of("contact", card));
  }
}
