package org.ribond.engine.contact.complex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

/**
 * Collects the monomers and atoms of one chain of a structure, in the order of its file.
 *
 * <p>Of the alternate conformers of a monomer only the first one met is kept, and of different
 * components at one place only the first; hydrogen and deuterium are dropped.
 */
final class ChainBuilder {
  private final String name;
  private final List<String> components = new ArrayList<>();
  private final Map<String, Integer> indexOfKey = new HashMap<>();
  private final List<String> conformers = new ArrayList<>();
  private double[] coordinates = new double[3 * 256];
  private int[] monomer = new int[256];
  private int atoms;

  ChainBuilder(String name) {
    this.name = name;
  }

  /**
   * Adds an atom.
   *
   * @param key what tells its monomer from the others of the chain
   * @param component name of the chemical component
   * @param element chemical symbol in any case
   * @param conformer name of the alternate conformer; blank for none
   */
  void add(
      String key,
      String component,
      String element,
      String conformer,
      double x,
      double y,
      double z) {
    int index = indexOfKey.computeIfAbsent(key, absent -> newMonomer(component));
    if (!components.get(index).equals(component)) {
      return;
    }
    if (!conformer.isBlank()) {
      if (conformers.get(index).isEmpty()) {
        conformers.set(index, conformer);
      } else if (!conformers.get(index).equals(conformer)) {
        return;
      }
    }
    if (element.equalsIgnoreCase("H") || element.equalsIgnoreCase("D")) {
      return;
    }
    if (!Double.isFinite(x + y + z)) {
      throw new IllegalArgumentException(
          "chain " + name + ", monomer " + component + " " + key + ": a coordinate is no number");
    }
    append(index, x, y, z);
  }

  private int newMonomer(String component) {
    components.add(component);
    conformers.add("");
    return components.size() - 1;
  }

  private void append(int index, double x, double y, double z) {
    if (atoms == monomer.length) {
      monomer = Arrays.copyOf(monomer, 2 * atoms);
      coordinates = Arrays.copyOf(coordinates, 6 * atoms);
    }
    monomer[atoms] = index;
    coordinates[3 * atoms] = x;
    coordinates[3 * atoms + 1] = y;
    coordinates[3 * atoms + 2] = z;
    atoms++;
  }

  /** Keys of the monomers that were added. */
  Set<String> keys() {
    return indexOfKey.keySet();
  }

  /**
   * The chain whose sequence is what was observed, in the order of the file.
   *
   * @return empty if it is neither protein nor RNA
   */
  Optional<PolymerChain> build() {
    return PolymerKind.of(components)
        .alphabet()
        .map(alphabet -> build(PolymerKind.letters(components, alphabet), alphabet, identity()));
  }

  /**
   * The chain of a full sequence.
   *
   * @param letters one-letter codes of the full sequence
   * @param placeOfKey 0-based place in {@code letters} of each key given to {@link #add}
   */
  PolymerChain build(String letters, Alphabet alphabet, Map<String, Integer> placeOfKey) {
    int[] place = new int[components.size()];
    indexOfKey.forEach((key, index) -> place[index] = placeOfKey.get(key));
    return build(letters, alphabet, place);
  }

  private PolymerChain build(String letters, Alphabet alphabet, int[] place) {
    Sequence sequence = new Sequence(name, alphabet, letters);
    BitSet unobserved = new BitSet(sequence.length());
    unobserved.set(0, sequence.length());
    int[] placed = new int[atoms];
    for (int atom = 0; atom < atoms; atom++) {
      placed[atom] = place[monomer[atom]];
      unobserved.clear(placed[atom]);
    }
    return new PolymerChain(
        new Chain(name, sequence, unobserved), Arrays.copyOf(coordinates, 3 * atoms), placed);
  }

  private int[] identity() {
    int[] place = new int[components.size()];
    Arrays.setAll(place, i -> i);
    return place;
  }
}
