package org.ribond.engine.embed.data;

import java.util.List;
import java.util.Optional;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

/**
 * An RNA and what is known of it.
 *
 * @param sequence its bases, at least one; T counts as U, and an ambiguous letter as unknown
 * @param coding its coding region from the first base of the start codon to the last of the stop
 *     codon, at least one base; empty if it has none or none is known
 * @param exonEnds 0-based place of the last base of each exon, ascending; empty if not known
 * @param group name of what it belongs to together with others, such as a gene
 */
public record Transcript(
    Sequence sequence, Optional<Span> coding, List<Integer> exonEnds, Optional<String> group) {
  /** Checks that all of it lies in the sequence, and keeps a copy of the ends. */
  public Transcript {
    exonEnds = List.copyOf(exonEnds);
    if (sequence.alphabet() != Alphabet.RNA || sequence.length() == 0) {
      throw new IllegalArgumentException(
          "'" + sequence.name() + "' is no RNA of one or more bases");
    }
    if (coding.isPresent()
        && (coding.get().length() == 0 || coding.get().end() > sequence.length())) {
      throw new IllegalArgumentException(
          "a coding region of " + coding.get() + " in " + sequence.length() + " bases");
    }
    int last = -1;
    for (int end : exonEnds) {
      if (end <= last || end >= sequence.length()) {
        throw new IllegalArgumentException(
            "exon ends " + exonEnds + " in " + sequence.length() + " bases");
      }
      last = end;
    }
  }

  /** Its name. */
  public String name() {
    return sequence.name();
  }

  /** Number of its bases. */
  public int length() {
    return sequence.length();
  }
}
