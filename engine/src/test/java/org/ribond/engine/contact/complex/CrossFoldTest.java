package org.ribond.engine.contact.complex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

class CrossFoldTest {
  /** Sixty complexes in twenty groups, with one contact each. */
  private static List<Complex> complexes() {
    List<Complex> complexes = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String protein = "MK" + "ACDEFGHIKL".charAt(i % 10) + "ACDEFG".charAt(i / 10);
      complexes.add(
          new Complex(
              "c" + i,
              "c" + i,
              new Chain("A", new Sequence("p", Alphabet.PROTEIN, protein), new BitSet()),
              new Chain("B", new Sequence("r", Alphabet.RNA, "GACU"), new BitSet()),
              List.of(new Contact(1, 2)),
              3.5,
              Optional.of("group" + i % 20)));
    }
    return complexes;
  }

  private static Set<String> clusters(List<Complex> complexes) {
    return complexes.stream()
        .map(complex -> complex.cluster().orElseThrow())
        .collect(Collectors.toSet());
  }

  @Test
  void folds_together_testEachComplexOnceAndShareNoGroup() {
    Set<String> tested = new HashSet<>();
    for (int number = 1; number <= 5; number++) {
      CrossFold fold = CrossFold.of(complexes(), number, 5, 3);
      fold.test().forEach(complex -> assertTrue(tested.add(complex.id()), complex.id()));
      assertEquals(60, fold.training().size() + fold.validation().size() + fold.test().size());
      assertFalse(fold.validation().isEmpty());
      assertTrue(Collections.disjoint(clusters(fold.training()), clusters(fold.validation())));
      assertTrue(Collections.disjoint(clusters(fold.training()), clusters(fold.test())));
      assertTrue(Collections.disjoint(clusters(fold.validation()), clusters(fold.test())));
    }
    assertEquals(60, tested.size());
  }

  @Test
  void fold_ofTheSameComplexesInAnotherOrder_isTheSame() {
    List<Complex> shuffled = new ArrayList<>(complexes());
    Collections.shuffle(shuffled, new Random(4));

    assertEquals(
        CrossFold.of(complexes(), 2, 4, 1).test().stream().map(Complex::id).toList(),
        CrossFold.of(shuffled, 2, 4, 1).test().stream().map(Complex::id).toList());
  }

  @Test
  void fold_thatCannotBe_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> CrossFold.of(complexes(), 0, 5, 1));
    assertThrows(IllegalArgumentException.class, () -> CrossFold.of(complexes(), 6, 5, 1));
    assertThrows(IllegalArgumentException.class, () -> CrossFold.of(complexes(), 1, 21, 1));
  }
}
