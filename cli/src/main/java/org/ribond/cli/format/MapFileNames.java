package org.ribond.cli.format;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ribond.engine.sequence.Sequence;

/**
 * Names of files with one map each: the names of protein and RNA, as far as any system takes them.
 */
public final class MapFileNames {
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
    FileNames files = new FileNames();
    for (Sequence sequence : sequences) {
      names.put(sequence.name(), files.next(sequence.name()));
    }
    return names;
  }
}
