package org.ribond.engine.embed.data;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a file has what is known of its transcripts. All but {@code groupPattern} and {@code
 * partialCodons} are columns of a table.
 *
 * @param sequence the columns that are joined to the sequence; if none is named, {@code sequence}
 *     or {@code seq}, else those of {@code utr5}, {@code cds} and {@code utr3} that there are
 * @param name of the names; else {@code id}, {@code name}, {@code transcript} or {@code accession},
 *     and without any of them {@code row N}
 * @param group of the groups; else {@code group}, if there is such a column
 * @param cds one of the joined columns, which is the coding region, or a column of its places,
 *     {@code start..end}, 1-based and both included; else the joined column {@code cds}, if there
 *     is one. An empty field is of a transcript that has none.
 * @param exons of the places of the exons in the transcript, {@code a..b,c..d} or {@code
 *     join(a..b,c..d)}, each right behind the one before; an empty field if they are not known
 * @param groupPattern whose first group is found in the whole header of a FASTA record and names
 *     the group of the transcript
 * @param partialCodons whether a coding region may end within a codon
 */
public record TranscriptColumns(
    List<String> sequence,
    Optional<String> name,
    Optional<String> group,
    Optional<String> cds,
    Optional<String> exons,
    Optional<Pattern> groupPattern,
    boolean partialCodons) {
  /** Checks that no column is joined twice and that the pattern has a group. */
  public TranscriptColumns {
    sequence = List.copyOf(sequence);
    if (new HashSet<>(sequence).size() < sequence.size()) {
      throw new IllegalArgumentException("a sequence column is named twice: " + sequence);
    }
    if (groupPattern.isPresent() && groupPattern.get().matcher("").groupCount() < 1) {
      throw new IllegalArgumentException(
          "the pattern '" + groupPattern.get() + "' has no group (...) for the group's name");
    }
  }

  /** The usual columns, whole codons. */
  public static TranscriptColumns usual() {
    return new TranscriptColumns(
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** The same with these columns joined to the sequence. */
  public TranscriptColumns withSequence(String... columns) {
    return new TranscriptColumns(
        List.of(columns), name, group, cds, exons, groupPattern, partialCodons);
  }

  /** The same with a column of groups. */
  public TranscriptColumns withGroup(String column) {
    return new TranscriptColumns(
        sequence, name, Optional.of(column), cds, exons, groupPattern, partialCodons);
  }

  /** The same with a column of the coding region. */
  public TranscriptColumns withCds(String column) {
    return new TranscriptColumns(
        sequence, name, group, Optional.of(column), exons, groupPattern, partialCodons);
  }

  /** The same with a column of exons. */
  public TranscriptColumns withExons(String column) {
    return new TranscriptColumns(
        sequence, name, group, cds, Optional.of(column), groupPattern, partialCodons);
  }

  /** The same with a pattern that finds the group in a FASTA header. */
  public TranscriptColumns withGroupPattern(Pattern pattern) {
    return new TranscriptColumns(
        sequence, name, group, cds, exons, Optional.of(pattern), partialCodons);
  }

  /** The same with coding regions that may end within a codon. */
  public TranscriptColumns withPartialCodons() {
    return new TranscriptColumns(sequence, name, group, cds, exons, groupPattern, true);
  }
}
