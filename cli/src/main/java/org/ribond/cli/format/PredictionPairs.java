package org.ribond.cli.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.ribond.cli.terminal.Messages;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.LineReader;
import org.ribond.engine.sequence.Sequence;

/** The proteins and RNAs to be predicted, and which of them with which. */
public final class PredictionPairs {
  private final List<Sequence> proteins;
  private final List<Sequence> rnas;

  /** Places of protein and RNA in their lists by turns; empty for all with all. */
  private final int[] listed;

  private PredictionPairs(List<Sequence> proteins, List<Sequence> rnas, int[] listed) {
    this.proteins = proteins;
    this.rnas = rnas;
    this.listed = listed;
  }

  /** Every protein with every RNA. */
  public static PredictionPairs all(List<Sequence> proteins, List<Sequence> rnas) {
    return new PredictionPairs(proteins, rnas, new int[0]);
  }

  /** Whether a line begins with # and not with the name of a protein that does. */
  private static boolean isComment(String line, Map<String, Integer> proteins) {
    return line.startsWith("#") && !proteins.containsKey(line.split("\t", 2)[0].strip());
  }

  /**
   * The pairs of a file: names of a protein and an RNA on each line, with a tab between. Empty
   * lines and lines that begin with # are passed over, unless a protein has such a name.
   *
   * @throws DataException if the file cannot be read, lists nothing or names what is not there
   */
  public static PredictionPairs listed(String file, List<Sequence> proteins, List<Sequence> rnas) {
    Map<String, Integer> proteinPlaces = places(proteins);
    Map<String, Integer> rnaPlaces = places(rnas);
    List<int[]> pairs = new ArrayList<>();
    try (LineReader lines = LineReader.open(file)) {
      while (lines.next()) {
        String line = lines.line().strip();
        if (line.isEmpty() || isComment(line, proteinPlaces)) {
          continue;
        }
        String place = file + ": line " + lines.number() + ": ";
        String[] names = line.split("\t", -1);
        if (names.length != 2) {
          throw new DataException(
              place
                  + "expected a protein's name, a tab and an RNA's name; found "
                  + names.length
                  + (names.length == 1 ? " field" : " fields"));
        }
        int protein = find(place, "protein", names[0].strip(), proteinPlaces);
        pairs.add(new int[] {protein, find(place, "RNA", names[1].strip(), rnaPlaces)});
      }
    }
    if (pairs.isEmpty()) {
      throw new DataException(file + ": lists no pair");
    }
    int[] listed = pairs.stream().flatMapToInt(Arrays::stream).toArray();
    return new PredictionPairs(proteins, rnas, listed);
  }

  private static Map<String, Integer> places(List<Sequence> sequences) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < sequences.size(); i++) {
      places.put(sequences.get(i).name(), i);
    }
    return places;
  }

  private static int find(String place, String kind, String name, Map<String, Integer> places) {
    Integer found = places.get(name);
    if (found == null) {
      throw new DataException(place + "no " + kind + " in the FASTA file is named '" + name + "'");
    }
    return found;
  }

  List<Sequence> proteins() {
    return proteins;
  }

  List<Sequence> rnas() {
    return rnas;
  }

  /** Number of pairs. */
  public long count() {
    return listed.length == 0 ? (long) proteins.size() * rnas.size() : listed.length / 2;
  }

  /** Number of pairs of a residue and a base in all of them. */
  public long cells() {
    if (listed.length == 0) {
      return letters(proteins) * letters(rnas);
    }
    long cells = 0;
    for (int i = 0; i < listed.length; i += 2) {
      cells += (long) proteins.get(listed[i]).length() * rnas.get(listed[i + 1]).length();
    }
    return cells;
  }

  /** Letters of all chains, each once. */
  public long letters() {
    return letters(proteins) + letters(rnas);
  }

  private static long letters(List<Sequence> sequences) {
    return sequences.stream().mapToLong(Sequence::length).sum();
  }

  /** All pairs, in order: protein by protein, or as listed. */
  public void forEach(BiConsumer<Sequence, Sequence> action) {
    if (listed.length > 0) {
      for (int i = 0; i < listed.length; i += 2) {
        action.accept(proteins.get(listed[i]), rnas.get(listed[i + 1]));
      }
      return;
    }
    for (Sequence protein : proteins) {
      for (Sequence rna : rnas) {
        action.accept(protein, rna);
      }
    }
  }

  /** Says once how many letters stand for nothing that a model knows. */
  public void warnOfUnknownLetters(Messages messages) {
    warn(messages, "proteins", proteins);
    warn(messages, "RNAs", rnas);
    proteins.stream()
        .map(Sequence::name)
        .filter(name -> name.startsWith("#"))
        .findFirst()
        .ifPresent(
            name ->
                messages.warning(
                    "record '"
                        + name
                        + "' begins with #, as comments do: readers of the table may pass it over"));
  }

  private static void warn(Messages messages, String kind, List<Sequence> sequences) {
    long letters = 0;
    int affected = 0;
    for (Sequence sequence : sequences) {
      int unknown = 0;
      for (int i = 0; i < sequence.length(); i++) {
        if (sequence.code(i) == sequence.alphabet().size()) {
          unknown++;
        }
      }
      letters += unknown;
      affected += unknown > 0 ? 1 : 0;
    }
    if (letters > 0) {
      messages.warning(
          letters
              + " unknown letter"
              + (letters == 1 ? "" : "s")
              + " (such as X or N) in "
              + affected
              + " of "
              + sequences.size()
              + " "
              + kind
              + ": the model sees a blank there");
    }
  }
}
