package org.ribond.engine.embed.model;

import java.util.ArrayList;
import java.util.List;
import org.ribond.engine.embed.data.Span;
import org.ribond.engine.embed.data.Transcript;
import org.ribond.engine.network.Readings;

/**
 * A part of a transcript as a network reads it.
 *
 * @param transcript the transcript
 * @param start its first base, from 0
 * @param end the base behind its last one
 */
public record View(Transcript transcript, int start, int end) {
  /** Checks that the part lies in the transcript. */
  public View {
    if (start < 0 || end < start || end > transcript.length()) {
      throw new IllegalArgumentException(
          "bases %d to %d of %d".formatted(start, end, transcript.length()));
    }
  }

  /** All of it. */
  public static View whole(Transcript transcript) {
    return new View(transcript, 0, transcript.length());
  }

  /** Number of its bases. */
  public int length() {
    return end - start;
  }

  /** What a network reads of {@code views}. */
  public static Readings readings(List<View> views) {
    List<int[]> letters = new ArrayList<>();
    List<byte[]> marks = new ArrayList<>();
    for (View view : views) {
      letters.add(view.letters());
      marks.add(view.marks());
    }
    return Readings.marked(letters, marks);
  }

  private int[] letters() {
    int[] codes = new int[length()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = transcript.sequence().code(start + i);
    }
    return codes;
  }

  /** Marks where codons begin and where exons end. */
  private byte[] marks() {
    byte[] marks = new byte[length()];
    transcript.coding().ifPresent(coding -> markCodons(coding, marks));
    for (int last : transcript.exonEnds()) {
      if (last >= start && last < end) {
        marks[last - start] |= Readings.EXON;
      }
    }
    return marks;
  }

  private void markCodons(Span coding, byte[] marks) {
    for (int codon = coding.start(); codon < coding.end(); codon += 3) {
      if (codon >= start && codon < end) {
        marks[codon - start] |= Readings.CODON;
      }
    }
  }
}
