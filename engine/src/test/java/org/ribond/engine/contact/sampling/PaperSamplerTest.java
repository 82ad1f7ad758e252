package org.ribond.engine.contact.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.Contact;

final class PaperSamplerTest {
  private static final PaperPlan PLAN = new PaperPlan(3, 2, 4, 2, 3, 5);

  /** Five different complexes with few contacts; parts of two leave the last one over. */
  private static List<Complex> complexes() {
    Random random = new Random(4);
    return IntStream.range(0, 5)
        .mapToObj(i -> SamplingCases.random(random, 60 + i, 40 + i, 8))
        .toList();
  }

  private static List<Contact> samples(PairSet set, int label) {
    List<Contact> cells = new ArrayList<>();
    for (int i = 0; i < set.size(); i++) {
      if (set.labels()[i] == label) {
        cells.add(new Contact(set.residues()[i], set.bases()[i]));
      }
    }
    return cells;
  }

  /** Negatives of a part in order, as positions in the pools. */
  private static List<Contact> negatives(List<Complex> complexes, int first, int end) {
    List<Contact> rows = new ArrayList<>();
    int residueStart = PLAN.halfWindow();
    int baseStart = PLAN.halfWindow();
    for (int i = 0; i < end; i++) {
      PaperPair pair = PaperPair.of(complexes.get(i));
      int residues = residueStart;
      int bases = baseStart;
      if (i >= first) {
        pair.negatives(
            PLAN.window(),
            (residue, from, to) -> {
              for (int base = from; base < to; base++) {
                rows.add(new Contact(residues + residue, bases + base));
              }
            });
      }
      residueStart += pair.protein().length() + PLAN.halfWindow();
      baseStart += pair.rna().length() + PLAN.halfWindow();
    }
    return rows;
  }

  @Test
  void epoch_any_holdsAllContactsOfTheListAsOftenAsAsked() {
    PaperSampler sampler = new PaperSampler(complexes(), PLAN, 1);
    int contacts = complexes().stream().mapToInt(complex -> complex.contacts().size()).sum();

    PairSet set = sampler.epoch(0);

    assertEquals(2 * contacts, sampler.positives());
    assertEquals(4 * contacts, sampler.negatives());
    assertEquals(6 * contacts, set.size());
    Map<Contact, Integer> counts = new HashMap<>();
    samples(set, 1).forEach(cell -> counts.merge(cell, 1, Integer::sum));
    assertEquals(contacts, counts.size());
    assertEquals(Set.of(2), new HashSet<>(counts.values()));
    for (float weight : set.weights()) {
      assertEquals(1f, weight);
    }
  }

  @Test
  void epoch_any_drawsNegativesOfItsPartWithoutReplacementButNotTheLast() {
    List<Complex> complexes = complexes();
    PaperSampler sampler = new PaperSampler(complexes, PLAN, 1);
    for (int epoch = 0; epoch < PLAN.epochs(); epoch++) {
      int part = epoch / 15;
      List<Contact> rows = negatives(complexes, 2 * part, 2 * part + 2);
      Set<Contact> candidates = Set.copyOf(rows.subList(0, rows.size() + 1 - sampler.positives()));

      List<Contact> drawn = samples(sampler.epoch(epoch), 0);

      assertEquals(drawn.size(), new HashSet<>(drawn).size());
      assertTrue(candidates.containsAll(drawn));
    }
  }

  @Test
  void epoch_manySets_reachEveryCandidateEqually() {
    List<Complex> complexes = complexes();
    int sets = 2000;
    PaperSampler sampler = new PaperSampler(complexes, new PaperPlan(3, 1, 4, 1, sets, 1), 9);
    int candidates = negatives(complexes, 0, 5).size() + 1 - sampler.positives();
    Map<Contact, Integer> counts = new HashMap<>();
    for (int epoch = 0; epoch < sets; epoch++) {
      samples(sampler.epoch(epoch), 0).forEach(cell -> counts.merge(cell, 1, Integer::sum));
    }

    double share = (double) sampler.negatives() / candidates;
    double deviation = Math.sqrt(sets * share * (1 - share));
    assertEquals(candidates, counts.size());
    for (int count : counts.values()) {
      assertEquals(sets * share, count, 5 * deviation);
    }
  }

  @Test
  void epoch_sameSet_keepsItsNegativesAndChangesTheirOrder() {
    PaperSampler sampler = new PaperSampler(complexes(), PLAN, 1);

    assertEquals(sorted(sampler.epoch(0)), sorted(sampler.epoch(4)));
    assertFalse(Arrays.equals(sampler.epoch(0).bases(), sampler.epoch(4).bases()));
    assertNotEquals(sorted(sampler.epoch(4)), sorted(sampler.epoch(5)));
  }

  @Test
  void epoch_otherMember_hasTheSameSetsInAnotherOrder() {
    PaperSampler sampler = new PaperSampler(complexes(), PLAN, 1);
    PairSet first = sampler.epoch(7);
    PairSet second = sampler.forMember(1).epoch(7);

    assertEquals(sorted(first), sorted(second));
    assertFalse(Arrays.equals(first.bases(), second.bases()));
    assertArrayEquals(first.bases(), new PaperSampler(complexes(), PLAN, 1).epoch(7).bases());
  }

  private static List<Contact> sorted(PairSet set) {
    return samples(set, 0).stream().sorted().toList();
  }

  @Test
  void startsAfresh_epochs_isTrueWithEachSet() {
    PaperSampler sampler = new PaperSampler(complexes(), PLAN, 1);

    assertTrue(sampler.startsAfresh(0));
    assertFalse(sampler.startsAfresh(4));
    assertTrue(sampler.startsAfresh(5));
  }

  @Test
  void batchSize_numbersOfThePaper_areItsBatches() {
    // 196,862 contacts with 50 negatives each, and with one each.
    assertEquals(524_288, PaperSampler.batchSize(196_862 * 51));
    assertEquals(16_384, PaperSampler.batchSize(196_862 * 2));
    assertEquals(1, PaperSampler.batchSize(7));
  }

  @Test
  void published_setsPerPart_shareOutTheEpochs() {
    PaperPlan plan = PaperPlan.published(15, 20, 50);

    assertEquals(2, plan.epochsPerSet());
    assertEquals(80, plan.epochs());
    assertEquals(7, plan.halfWindow());
  }

  @Test
  void new_tooFewNegatives_isRefusedWithTheNumbers() {
    PaperPlan plan = new PaperPlan(3, 1, 5000, 2, 1, 1);

    String message =
        assertThrows(IllegalArgumentException.class, () -> new PaperSampler(complexes(), plan, 1))
            .getMessage();

    assertTrue(message.contains("fewer negatives per contact"), message);
  }

  @Test
  void epoch_beyondThePlan_isRefused() {
    PaperSampler sampler = new PaperSampler(complexes(), PLAN, 1);

    assertThrows(IllegalArgumentException.class, () -> sampler.epoch(PLAN.epochs()));
    assertThrows(IllegalArgumentException.class, () -> sampler.epoch(-1));
  }
}
