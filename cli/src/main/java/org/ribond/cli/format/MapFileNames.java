package org.ribond.cli.format;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.ribond.engine.sequence.Sequence;

/**
 * Names of files with one map each: the names of protein and RNA, as far as any system takes them.
 */
public final class MapFileNames {
  private static final int MAX_LETTERS = 80;

  private final Map<String, String> proteins;
  private final Map<String, String> rnas;

  /** File names for the maps of {@code pairs}. */
  public MapFileNames(PredictionPairs pairs) {
    proteins = names(pairs.proteins());
    rnas = names(pairs.rnas());
  }

  /** File name of a pair; no other pair has it, whatever the case of its letters. */
  public String of(Sequence protein, Sequence rna, String extension) {
    // No part has two underscores in a row or one at an end, so the parts can be told apart.
    return proteins.get(protein.name()) + "__" + rnas.get(rna.name()) + extension;
  }

  private static Map<String, String> names(List<Sequence> sequences) {
    Map<String, String> names = new HashMap<>();
    Set<String> taken = new HashSet<>();
    for (Sequence sequence : sequences) {
      String plain = plain(sequence.name());
      String name = plain;
      for (int copy = 2; !taken.add(name.toLowerCase(Locale.ROOT)); copy++) {
        name = plain + "-" + copy;
      }
      names.put(sequence.name(), name);
    }
    return names;
  }

  private static String plain(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9.-]+", "_").replaceAll("^[_.-]+|_+$", "");
    String shorter =
        plain.substring(0, Math.min(plain.length(), MAX_LETTERS)).replaceAll("_+$", "");
    return shorter.isEmpty() ? "unnamed" : shorter;
  }
}
