package org.ribond.engine.contact.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.Contact;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

final class MapSamplerTest {
  private static final int UNKNOWN_RESIDUE = Alphabet.PROTEIN.size();
  private static final int UNKNOWN_BASE = Alphabet.RNA.size();

  /** Cells of one complex that occur with {@code label}, in a sampler of that complex alone. */
  private static Set<Contact> cells(PairSet samples, int halfWindow, int label) {
    Set<Contact> cells = new HashSet<>();
    for (int i = 0; i < samples.size(); i++) {
      if (samples.labels()[i] == label) {
        cells.add(new Contact(samples.residues()[i] - halfWindow, samples.bases()[i] - halfWindow));
      }
    }
    return cells;
  }

  @Test
  void epoch_oneComplex_holdsEachContactOnceAndNegativesAtTheRatio() {
    Complex complex = SamplingCases.random(new Random(1), 60, 40, 25);
    int contacts = complex.contacts().size();

    PairSet samples = new MapSampler(List.of(complex), 3, 3, 7, 11).epoch(0);

    assertEquals(8 * contacts, samples.size());
    assertEquals(contacts, IntStream.of(samples.labels()).sum());
    assertEquals(Set.copyOf(complex.contacts()), cells(samples, 3, 1));
  }

  @Test
  void epoch_manyEpochs_drawsEveryFreeCellAndNoOther() {
    Complex complex = SamplingCases.random(new Random(2), 12, 9, 20);
    MapSampler sampler = new MapSampler(List.of(complex), 2, 2, 10, 5);
    Set<Contact> free = new HashSet<>();
    for (int residue = 0; residue < 12; residue++) {
      for (int base = 0; base < 9; base++) {
        Contact cell = new Contact(residue, base);
        if (complex.protein().isObserved(residue)
            && complex.rna().isObserved(base)
            && !complex.contacts().contains(cell)) {
          free.add(cell);
        }
      }
    }

    Set<Contact> drawn = new HashSet<>();
    for (int epoch = 0; epoch < 20; epoch++) {
      drawn.addAll(cells(sampler.epoch(epoch), 2, 0));
    }

    assertEquals(free, drawn);
  }

  @Test
  void epoch_manyEpochs_drawsCellsUniformly() {
    Complex complex = SamplingCases.complex("ACDEF", "ACGU", new Contact(2, 2));
    MapSampler sampler = new MapSampler(List.of(complex), 0, 0, 100, 3);
    int[][] counts = new int[5][4];
    for (int epoch = 0; epoch < 380; epoch++) {
      PairSet samples = sampler.epoch(epoch);
      for (int i = 0; i < samples.size(); i++) {
        counts[samples.residues()[i]][samples.bases()[i]] += 1 - samples.labels()[i];
      }
    }

    double chiSquare = 0;
    for (int cell = 0; cell < 20; cell++) {
      double excess = counts[cell / 4][cell % 4] - (cell == 10 ? 0 : 2000);
      chiSquare += excess * excess / 2000;
    }

    // 18 degrees of freedom: more than 42.3 once in a thousand seeds.
    assertTrue(chiSquare < 42.3, "chi-square " + chiSquare);
    assertEquals(0, counts[2][2]);
  }

  @Test
  void epoch_sameSeed_isTheSameWheneverAsked() {
    List<Complex> complexes = randomComplexes(7);
    MapSampler sampler = new MapSampler(complexes, 3, 4, 5, 42);
    PairSet first = sampler.epoch(3);
    sampler.epoch(0);
    PairSet again = new MapSampler(complexes, 3, 4, 5, 42).epoch(3);

    assertArrayEquals(first.residues(), again.residues());
    assertArrayEquals(first.bases(), again.bases());
    assertArrayEquals(first.labels(), again.labels());
    assertArrayEquals(first.weights(), again.weights());
  }

  @Test
  void epoch_otherEpochSeedOrMember_drawsOtherNegativesInAnotherOrder() {
    List<Complex> complexes = randomComplexes(8);
    MapSampler sampler = new MapSampler(complexes, 3, 4, 5, 42);
    PairSet reference = sampler.epoch(0);

    for (PairSet other :
        List.of(
            sampler.epoch(1),
            sampler.forMember(1).epoch(0),
            new MapSampler(complexes, 3, 4, 5, 43).epoch(0))) {
      assertFalse(Arrays.equals(reference.residues(), other.residues()));
      assertFalse(Arrays.equals(reference.labels(), other.labels()));
      assertEquals(IntStream.of(reference.labels()).sum(), IntStream.of(other.labels()).sum());
    }
    assertArrayEquals(reference.residues(), sampler.forMember(1).forMember(0).epoch(0).residues());
  }

  @Test
  void epoch_manySamples_mixesLabelsEvenly() {
    PairSet samples =
        new MapSampler(List.of(SamplingCases.random(new Random(9), 200, 200, 2000)), 0, 0, 1, 1)
            .epoch(0);

    int tenth = samples.size() / 10;
    for (int part = 0; part < 10; part++) {
      int contacts = IntStream.of(samples.labels()).skip((long) part * tenth).limit(tenth).sum();
      assertEquals(tenth / 2.0, contacts, 5 * Math.sqrt(tenth / 4.0));
    }
  }

  @Test
  void pools_windowOfAnySample_showsItsChainAndNothingElse() {
    List<Complex> complexes = randomComplexes(10);
    int residueHalf = 4;
    int baseHalf = 6;
    MapSampler sampler = new MapSampler(complexes, residueHalf, baseHalf, 3, 1);
    LetterPools pools = sampler.pools();
    Set<String> residueWindows = new HashSet<>();
    Set<String> baseWindows = new HashSet<>();
    for (Complex complex : complexes) {
      for (int i = 0; i < complex.protein().sequence().length(); i++) {
        residueWindows.add(window(complex.protein().sequence(), i, residueHalf));
      }
      for (int i = 0; i < complex.rna().sequence().length(); i++) {
        baseWindows.add(window(complex.rna().sequence(), i, baseHalf));
      }
    }

    PairSet samples = sampler.epoch(0);

    for (int i = 0; i < samples.size(); i++) {
      assertTrue(
          residueWindows.contains(window(pools.residues(), samples.residues()[i], residueHalf)));
      assertTrue(baseWindows.contains(window(pools.bases(), samples.bases()[i], baseHalf)));
    }
  }

  @Test
  void pools_copies_storeEachSequenceOnce() {
    Complex complex = SamplingCases.complex("ACDEF", "ACGU", new Contact(0, 0));
    Complex other = SamplingCases.complex("ACDEF", "GGGG", new Contact(1, 1));

    LetterPools pools = new MapSampler(List.of(complex, complex, other), 2, 1, 1, 1).pools();

    assertEquals(2 + 5 + 2, pools.residues().length);
    assertEquals(1 + 4 + 1 + 4 + 1, pools.bases().length);
    assertArrayEquals(
        new int[] {UNKNOWN_BASE, 0, 1, 2, 3, UNKNOWN_BASE, 2, 2, 2, 2, UNKNOWN_BASE},
        pools.bases());
    assertEquals(UNKNOWN_RESIDUE, pools.residues()[8]);
  }

  @Test
  void weights_copies_countAsOneMapTogether() {
    Complex single = SamplingCases.complex("MKMK", "AAAA", new Contact(0, 0), new Contact(1, 1));
    Complex copy = SamplingCases.complex("ACDEF", "ACGU", new Contact(0, 0), new Contact(3, 3));
    MapSampler sampler = new MapSampler(List.of(single, copy, copy, copy, copy), 1, 1, 4, 1);

    PairSet samples = sampler.epoch(0);

    double ofSingle = 0;
    double ofCopies = 0;
    for (int i = 0; i < samples.size(); i++) {
      if (samples.residues()[i] < 1 + 4) {
        ofSingle += samples.weights()[i];
      } else {
        ofCopies += samples.weights()[i];
      }
    }
    assertEquals(samples.size(), ofSingle + ofCopies, 1e-4);
    assertEquals(ofSingle, ofCopies, 1e-4);
  }

  @Test
  void weights_proteinWithAnotherRna_isNoCopy() {
    Complex one = SamplingCases.complex("ACDEF", "ACGU", new Contact(0, 0));
    Complex two = SamplingCases.complex("ACDEF", "ACGG", new Contact(0, 0));

    for (float weight : new MapSampler(List.of(one, two), 1, 1, 4, 1).epoch(0).weights()) {
      assertEquals(1f, weight);
    }
  }

  @Test
  void epoch_contactOfACopy_isNoNegative() {
    Complex one = SamplingCases.complex("AC", "AC", new Contact(0, 0));
    Complex two = SamplingCases.complex("AC", "AC", new Contact(0, 1), new Contact(1, 1));

    PairSet samples = new MapSampler(List.of(one, two), 0, 0, 20, 1).epoch(0);

    assertEquals(Set.of(new Contact(1, 0)), cells(samples, 0, 0));
  }

  @Test
  void epoch_mapsWithoutContactOrWithoutFreeCell_giveWhatTheyHave() {
    Complex empty = SamplingCases.complex("ACDEF", "ACGU");
    Complex full = SamplingCases.complex("M", "A", new Contact(0, 0));

    PairSet samples = new MapSampler(List.of(empty, full, empty, full, empty), 0, 0, 3, 1).epoch(0);

    assertArrayEquals(new int[] {1, 1}, samples.labels());
    assertArrayEquals(new int[] {5, 5}, samples.residues());
  }

  @Test
  void new_noContactAtAll_isRefused() {
    List<Complex> none = List.of(SamplingCases.complex("ACDEF", "ACGU"));

    assertThrows(IllegalArgumentException.class, () -> new MapSampler(none, 1, 1, 3, 1));
    assertThrows(IllegalArgumentException.class, () -> new MapSampler(List.of(), 1, 1, 3, 1));
  }

  @Test
  void new_ratioBelowOne_isRefused() {
    List<Complex> one = List.of(SamplingCases.complex("ACDEF", "ACGU", new Contact(0, 0)));

    assertThrows(IllegalArgumentException.class, () -> new MapSampler(one, 1, 1, 0, 1));
  }

  private static List<Complex> randomComplexes(int seed) {
    Random random = new Random(seed);
    return IntStream.range(0, 10)
        .mapToObj(i -> SamplingCases.random(random, 10 + 7 * i, 5 + 3 * i, 12))
        .toList();
  }

  private static String window(Sequence sequence, int centre, int half) {
    StringBuilder window = new StringBuilder();
    for (int i = centre - half; i <= centre + half; i++) {
      boolean outside = i < 0 || i >= sequence.length();
      window.append(outside ? sequence.alphabet().size() : sequence.code(i)).append(' ');
    }
    return window.toString();
  }

  private static String window(int[] pool, int centre, int half) {
    StringBuilder window = new StringBuilder();
    for (int i = centre - half; i <= centre + half; i++) {
      window.append(pool[i]).append(' ');
    }
    return window.toString();
  }
}
