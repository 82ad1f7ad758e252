package org.ribond.engine.contact.complex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.ribond.engine.sequence.homology.HomologyRule;

final class ShippedDataTest {
  /** The structures of whole ribosomes and ribosomal subunits among the shipped ones. */
  private static final Set<String> RIBOSOMES = Set.of("4v9f", "4v9h", "4lfb", "4lf7", "5dm6");

  private static Map<ShippedData.Side, Set<String>> bySide(Function<Complex, String> property) {
    Map<ShippedData.Side, Set<String>> values = new EnumMap<>(ShippedData.Side.class);
    for (ShippedData.Side side : ShippedData.Side.values()) {
      values.put(
          side,
          ShippedData.read(side).stream()
              .map(property)
              .collect(Collectors.toCollection(HashSet::new)));
    }
    return values;
  }

  private static void assertDisjoint(Map<ShippedData.Side, Set<String>> values) {
    Set<String> seen = new HashSet<>();
    values.forEach(
        (side, own) ->
            own.forEach(value -> assertTrue(seen.add(value), value + " is on two sides")));
  }

  @Test
  void readAll_shippedSplit_countsOfDataPage() {
    List<Complex> all = ShippedData.readAll();

    assertEquals(967, all.size());
    assertEquals(279, all.stream().map(Complex::structure).distinct().count());
    assertEquals(29798, all.stream().mapToInt(complex -> complex.contacts().size()).sum());
    assertTrue(all.stream().allMatch(complex -> complex.cutoff() == 3.5));
  }

  @Test
  void read_sides_shareNoStructureNoGroupNoSequence() {
    assertDisjoint(bySide(Complex::structure));
    assertDisjoint(bySide(complex -> complex.cluster().orElseThrow()));
    assertDisjoint(bySide(complex -> complex.protein().sequence().letters()));
    assertDisjoint(
        bySide(
            complex -> {
              String letters = complex.rna().sequence().letters();
              boolean counts = letters.length() >= HomologyRule.MIN_RNA_COLUMNS;
              return counts ? letters : complex.id();
            }));
  }

  @Test
  void read_test_largeEnoughAndWithoutRibosome() {
    List<Complex> test = ShippedData.read(ShippedData.Side.TEST);

    assertTrue(test.stream().map(Complex::structure).distinct().count() >= 50);
    assertTrue(test.size() >= 100);
    assertTrue(test.stream().noneMatch(complex -> RIBOSOMES.contains(complex.structure())));
  }
}
