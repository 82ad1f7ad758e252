package org.ribond.engine.contact.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ribond.engine.contact.complex.Contact;

/** Windows and contacts are small enough to follow the published loops by hand. */
final class PaperPairTest {
  private static List<String> negatives(PaperPair pair, int window) {
    List<String> runs = new ArrayList<>();
    pair.negatives(window, (residue, first, end) -> runs.add(residue + ":" + first + "-" + end));
    return runs;
  }

  private static PaperPair pair(String protein, String rna, Contact... contacts) {
    return PaperPair.of(SamplingCases.complex(protein, rna, contacts));
  }

  @Test
  void negatives_noContactUnderTheLetterCode_areAllBasesOfEveryWindowthResidue() {
    assertEquals(List.of("0:0-4", "3:0-4", "6:0-4"), negatives(pair("WWWWWWWW", "ACGU"), 3));
  }

  @Test
  void negatives_ownContactOfTheVisitedResidue_isAmongThem() {
    // Residue 0 is W (code 23): its own contact at base 2 is not looked up.
    assertEquals(List.of("0:0-4"), negatives(pair("WWW", "ACGU", new Contact(0, 2)), 3));
  }

  @Test
  void negatives_contactsUnderTheLetterCode_leaveAGapFromWindowBeforeToWindowAfter() {
    // A is code 1, so the contacts of residue 1 make the gap of residue 0 (and of residue 3).
    PaperPair pair =
        pair("AWWA", "ACGUACGUACGU", new Contact(1, 5), new Contact(1, 6), new Contact(2, 0));

    // Before: bases 0 to 5 - 3 - 1 = 1. After: from 6 + 3 - 1 = 8 on.
    assertEquals(List.of("0:0-2", "0:8-12", "3:0-2", "3:8-12"), negatives(pair, 3));
  }

  @Test
  void negatives_gapFromTheFirstBase_haveOnlyTheBasesAfterIt() {
    assertEquals(List.of("0:3-8"), negatives(pair("AWW", "ACGUACGU", new Contact(1, 1)), 3));
  }

  @Test
  void negatives_gapOfExactlyTheBasesBefore_isEmptyThere() {
    // 3 - 3 = 0: counted by the published code as one row, but not filled.
    assertEquals(List.of("0:5-8"), negatives(pair("AWW", "ACGUACGU", new Contact(1, 3)), 3));
  }

  @Test
  void negatives_gapToTheLastBase_haveOnlyTheBasesBeforeIt() {
    assertEquals(List.of("0:0-2"), negatives(pair("AWW", "ACGUACG", new Contact(1, 5)), 3));
  }

  @Test
  void negatives_gapThatEndsWithTheChain_keepTheLastBase() {
    assertEquals(
        List.of("0:0-2", "0:7-8"), negatives(pair("AWW", "ACGUACGU", new Contact(1, 5)), 3));
  }

  @Test
  void negatives_gapOfTheWholeChain_areNone() {
    assertEquals(List.of(), negatives(pair("AWW", "ACGU", new Contact(1, 2)), 3));
  }

  @Test
  void of_unobservedBases_areClosedUpAndUnobservedResiduesStay() {
    BitSet noBase = new BitSet();
    noBase.set(0);
    noBase.set(3);
    BitSet noResidue = new BitSet();
    noResidue.set(1);

    PaperPair pair =
        PaperPair.of(
            SamplingCases.complex(
                "ACD", "NACUG", noResidue, noBase, List.of(new Contact(0, 1), new Contact(2, 4))));

    assertEquals("ACD", pair.protein().letters());
    assertEquals("ACG", pair.rna().letters());
    assertEquals(List.of(new Contact(0, 0), new Contact(2, 2)), pair.contacts());
  }

  @Test
  void negatives_randomPairs_areTheRowsOfAStraightReading() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int window = 1 + 2 * random.nextInt(5);
      PaperPair pair =
          PaperPair.of(
              SamplingCases.random(
                  random, 1 + random.nextInt(40), 1 + random.nextInt(30), random.nextInt(60)));

      Set<Contact> runs = new HashSet<>();
      pair.negatives(
          window,
          (residue, first, end) -> {
            for (int base = first; base < end; base++) {
              runs.add(new Contact(residue, base));
            }
          });

      assertEquals(straight(pair, window), runs, "seed " + seed);
    }
  }

  /** Cell by cell: is base b of visited residue r outside the gap that its letter points to? */
  private static Set<Contact> straight(PaperPair pair, int window) {
    Set<Contact> cells = new HashSet<>();
    for (int residue = 0; residue < pair.protein().length(); residue++) {
      int letter = pair.protein().letter(residue) - 'A' + 1;
      List<Contact> gap =
          pair.contacts().stream().filter(contact -> contact.residue() == letter).toList();
      for (int base = 0; base < pair.rna().length(); base++) {
        boolean outside =
            gap.isEmpty()
                || base < gap.getFirst().base() - window
                || base >= gap.getLast().base() + window - 1;
        if (residue % window == 0 && outside) {
          cells.add(new Contact(residue, base));
        }
      }
    }
    return cells;
  }
}
