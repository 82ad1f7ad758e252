package org.ribond.engine.fold.structure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ribond.engine.fold.structure.Structure.Pair;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

class DotBracketTest {
  private static Sequence rna(int length) {
    return new Sequence("r", Alphabet.RNA, "G".repeat(length));
  }

  @Test
  void line_ofRandomPairs_isReadBack() {
    Random random = new Random(4);
    for (int repeat = 0; repeat < 200; repeat++) {
      List<Integer> places = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        places.add(i);
      }
      Collections.shuffle(places, random);
      List<Pair> pairs = new ArrayList<>();
      for (int i = 0; i < random.nextInt(15); i++) {
        pairs.add(Pair.of(places.get(2 * i), places.get(2 * i + 1)));
      }
      Structure structure = new Structure(rna(40), pairs);

      String line = DotBracket.line(structure);

      assertEquals(structure.pairs(), new Structure(rna(40), DotBracket.pairs(line)).pairs(), line);
    }
  }

  @Test
  void line_ofNestedPairs_hasRoundBracketsAlone() {
    Structure structure = new Structure(rna(9), DotBracket.pairs("[{...}.]."));

    assertEquals("((...).).", DotBracket.line(structure));
  }

  @Test
  void line_withMoreCrossingPairsThanBrackets_isRefused() {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < 31; i++) {
      pairs.add(new Pair(i, 31 + i));
    }
    Structure structure = new Structure(rna(62), pairs);

    assertThrows(IllegalStateException.class, () -> DotBracket.line(structure));
    assertEquals(
        30, DotBracket.pairs(DotBracket.line(new Structure(rna(62), pairs.subList(0, 30)))).size());
  }

  @Test
  void structure_withMultiplets_hasNoPartners() {
    Structure structure = new Structure(rna(5), List.of(new Pair(0, 2), new Pair(2, 4)));

    assertTrue(structure.hasMultiplets());
    assertThrows(IllegalStateException.class, structure::partners);
    assertFalse(new Structure(rna(5), List.of(new Pair(0, 2), new Pair(0, 2))).hasMultiplets());
    assertArrayEquals(
        new int[] {2, -1, 0}, new Structure(rna(3), List.of(new Pair(0, 2))).partners());
  }

  @Test
  void canonical_ofAnyPairs_keepsOneCanonicalPartner() {
    Sequence rna = new Sequence("r", Alphabet.RNA, "AGGUNC");
    Structure all =
        new Structure(
            rna,
            List.of(
                new Pair(0, 1), new Pair(0, 3), new Pair(1, 3), new Pair(2, 5), new Pair(1, 4)));

    assertEquals(List.of(new Pair(0, 3), new Pair(2, 5)), all.canonical().pairs());
  }

  @Test
  void structure_ofPlacesThatAreNone_isRefused() {
    for (Pair pair : List.of(new Pair(-1, 2), new Pair(2, 2), new Pair(3, 2), new Pair(0, 5))) {
      assertThrows(
          IllegalArgumentException.class, () -> new Structure(rna(5), List.of(pair)), "" + pair);
    }
  }
}
