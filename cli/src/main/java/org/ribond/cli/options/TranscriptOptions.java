package org.ribond.cli.options;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.embed.data.TranscriptColumns;
import picocli.CommandLine.Option;

/** Options that say where a file has its transcripts and what is known of them. */
public final class TranscriptOptions {
  @Option(
      names = "--sequence-column",
      paramLabel = "A,B",
      split = ",",
      hideParamSyntax = true,
      description =
          "Column of the sequences, or columns that are joined, such as utr5,cds,utr3 (default:"
              + " sequence or seq, else those of utr5, cds and utr3 that there are).")
  private List<String> sequence = List.of();

  @Option(
      names = "--name-column",
      paramLabel = "NAME",
      description =
          "Column of the names (default: id, name, transcript or accession, where there is one).")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--group-column",
      paramLabel = "NAME",
      description =
          "Column of what transcripts belong to together, such as genes (default: group, where"
              + " there is one).")
  private Optional<String> group = Optional.empty();

  @Option(
      names = "--group-pattern",
      paramLabel = "REGEX",
      description =
          "Of FASTA, where a header has its group: the first (...) of this pattern, such as"
              + " 'gene=(\\S+)'.")
  private Optional<String> pattern = Optional.empty();

  @Option(
      names = "--cds",
      paramLabel = "NAME",
      description =
          "The joined column that is the coding region, or a column of its places in the"
              + " transcript, such as 61..960 (default: cds, if that is joined). Empty fields: none.")
  private Optional<String> cds = Optional.empty();

  @Option(
      names = "--exons",
      paramLabel = "NAME",
      description =
          "Column of the places of the exons in the transcript, such as 1..120,121..960 or"
              + " join(1..120,121..960).")
  private Optional<String> exons = Optional.empty();

  @Option(
      names = "--partial-codons",
      description = "Coding regions may be no multiple of three, and end within a codon.")
  private boolean partialCodons;

  /**
   * Where everything is.
   *
   * @throws UsageException if the options do not fit one another
   */
  public TranscriptColumns columns() {
    try {
      return new TranscriptColumns(
          sequence, name, group, cds, exons, pattern.map(Pattern::compile), partialCodons);
    } catch (PatternSyntaxException e) {
      throw new UsageException("--group-pattern: " + e.getDescription());
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
