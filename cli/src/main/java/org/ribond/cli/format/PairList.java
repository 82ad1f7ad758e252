package org.ribond.cli.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.LineReader;

/**
 * A list of pairs by name: one a line, structure, protein chain and RNA chain, with white space
 * between. Structures are named in either case; empty lines, lines that start with {@code #} and a
 * heading that starts with {@code pdb} or {@code structure} are passed over.
 */
public final class PairList {
  private record Pair(String structure, String protein, String rna) {}

  private final String name;

  /** Pairs with the lines that they stand on. */
  private final Map<Pair, Long> pairs = new LinkedHashMap<>();

  private PairList(String name) {
    this.name = name;
  }

  /**
   * Reads a list, from the standard input if {@code name} is {@code -}.
   *
   * @throws DataException if it cannot be read, has a line of another form, or is empty
   */
  public static PairList read(String name) {
    PairList list = new PairList(name);
    try (LineReader lines = LineReader.open(name)) {
      while (lines.next()) {
        list.add(lines.line().strip(), lines.number());
      }
    }
    if (list.pairs.isEmpty()) {
      throw new DataException(
          name + ": names no pair; expected lines of structure, protein chain, RNA chain");
    }
    return list;
  }

  private void add(String line, long number) {
    if (line.isEmpty() || line.startsWith("#") || line.matches("(?i)(pdb|structure)\\s.*")) {
      return;
    }
    String[] fields = line.split("\\s+", -1);
    if (fields.length != 3) {
      throw new DataException(
          name
              + ": line "
              + number
              + ": "
              + fields.length
              + " fields; expected three: structure, protein chain, RNA chain");
    }
    pairs.putIfAbsent(new Pair(fields[0].toLowerCase(Locale.ROOT), fields[1], fields[2]), number);
  }

  /** Number of pairs. */
  public int size() {
    return pairs.size();
  }

  /** The complexes that the list names, in its order. */
  public List<Complex> select(List<Complex> complexes) {
    Map<Pair, Complex> byName =
        complexes.stream()
            .collect(
                Collectors.toMap(
                    complex ->
                        new Pair(
                            complex.structure().toLowerCase(Locale.ROOT),
                            complex.protein().name(),
                            complex.rna().name()),
                    complex -> complex,
                    (first, second) -> first));
    return pairs.keySet().stream()
        .map(pair -> Optional.ofNullable(byName.get(pair)))
        .flatMap(Optional::stream)
        .toList();
  }
}
