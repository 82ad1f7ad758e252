package org.ribond.engine.label.explain;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;

/**
 * What a filter of a network's first layer looks for.
 *
 * @param name name, such as {@code filter.3}
 * @param letters number of letters
 * @param counts how often each letter stands at each place of the windows that it answers to:
 *     places x letters, row-major; not copied
 * @param sites number of these windows
 */
public record FilterMotif(String name, int letters, int[] counts, int sites) {
  /** Number of places. */
  public int width() {
    return counts.length / letters;
  }

  /**
   * Share of a letter among the known letters at a place; equal for all where none is known.
   *
   * @param place from 0
   */
  public double frequency(int place, int letter) {
    int known = 0;
    for (int other = 0; other < letters; other++) {
      known += counts[place * letters + other];
    }
    return known == 0 ? 1.0 / letters : counts[place * letters + letter] / (double) known;
  }

  /** The likeliest letter at each place. */
  public String consensus(String alphabet) {
    StringBuilder consensus = new StringBuilder();
    for (int place = 0; place < width(); place++) {
      int best = 0;
      for (int letter = 1; letter < letters; letter++) {
        if (frequency(place, letter) > frequency(place, best)) {
          best = letter;
        }
      }
      consensus.append(alphabet.charAt(best));
    }
    return consensus.toString();
  }

  /**
   * Writes motifs in the minimal MEME format, version 4 (Bailey et al., meme-suite.org).
   *
   * @param alphabet letters in the order of the counts, as they are to be written
   * @param background share of each letter
   * @param strands what the line of strands says, such as {@code + -}; none if empty
   * @throws IOException if the writer fails
   */
  public static void writeMeme(
      Writer out,
      List<FilterMotif> motifs,
      String alphabet,
      List<Double> background,
      String strands)
      throws IOException {
    out.write("MEME version 4\n\nALPHABET= " + alphabet + "\n\n");
    if (!strands.isEmpty()) {
      out.write("strands: " + strands + "\n\n");
    }
    out.write("Background letter frequencies\n");
    StringBuilder line = new StringBuilder();
    for (int letter = 0; letter < alphabet.length(); letter++) {
      line.append(
          String.format(
              Locale.ROOT,
              "%s%c %.6f",
              letter == 0 ? "" : " ",
              alphabet.charAt(letter),
              background.get(letter)));
    }
    out.write(line + "\n");
    for (FilterMotif motif : motifs) {
      out.write(
          "\nMOTIF %s %s\nletter-probability matrix: alength= %d w= %d nsites= %d E= 0\n"
              .formatted(
                  motif.name,
                  motif.consensus(alphabet),
                  motif.letters,
                  motif.width(),
                  motif.sites));
      for (int place = 0; place < motif.width(); place++) {
        StringBuilder row = new StringBuilder();
        for (int letter = 0; letter < motif.letters; letter++) {
          row.append(
              String.format(
                  Locale.ROOT, "%s%.6f", letter == 0 ? "" : "\t", motif.frequency(place, letter)));
        }
        out.write(row + "\n");
      }
    }
  }
}
