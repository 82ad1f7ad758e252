package org.ribond.engine.embed.probe;

import java.util.List;
import org.ribond.engine.embed.data.Span;
import org.ribond.engine.embed.data.Transcript;
import org.ribond.engine.sequence.Sequence;

/**
 * Start codons AUG before the coding region, or of a transcript that none is known of, such as a
 * leader alone, in all of it: their number in each frame as seen from the end, the number of those
 * whose reading frame is not closed by a stop codon before the end, and the logarithm of 2 + bases
 * behind the last of them, 0 without any.
 */
public final class StartFeatures implements Features {
  private static final int CODON = 3;

  @Override
  public List<String> names() {
    return List.of("aug_frame0", "aug_frame1", "aug_frame2", "aug_open", "aug_distance");
  }

  @Override
  public void write(Transcript transcript, float[] row, int at) {
    Span leader = Region.leader(transcript);
    String letters = letters(transcript.sequence(), leader);
    int start = letters.indexOf("AUG");
    while (start >= 0) {
      int behind = letters.length() - start - CODON;
      row[at + behind % CODON]++;
      row[at + CODON] += isOpen(letters, start) ? 1 : 0;
      row[at + CODON + 1] = (float) Math.log1p(1.0 + behind);
      start = letters.indexOf("AUG", start + 1);
    }
  }

  private static String letters(Sequence sequence, Span span) {
    return sequence.letters().substring(span.start(), span.end()).replace('T', 'U');
  }

  private static boolean isOpen(String letters, int start) {
    for (int i = start + CODON; i + CODON <= letters.length(); i += CODON) {
      String codon = letters.substring(i, i + CODON);
      if (codon.equals("UAA") || codon.equals("UAG") || codon.equals("UGA")) {
        return false;
      }
    }
    return true;
  }
}
