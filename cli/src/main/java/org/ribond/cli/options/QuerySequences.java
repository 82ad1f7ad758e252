package org.ribond.cli.options;

import java.util.Optional;
import org.ribond.engine.file.DataException;
import org.ribond.engine.label.data.LabelOptions;
import org.ribond.engine.label.data.LabelRecords;
import org.ribond.engine.label.model.LabelModel;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sequences that a model is asked about. */
public final class QuerySequences {
  @Parameters(
      paramLabel = "SEQUENCES",
      description =
          "FASTA, or a table (TSV or CSV) with a header and a column sequence; - is standard"
              + " input. Gzip is known by content.")
  private String file;

  @Option(
      names = "--sequence-column",
      paramLabel = "NAME",
      description = "Of a table, the column of the sequences (default: sequence or seq).")
  private Optional<String> sequenceColumn;

  /**
   * Opens them.
   *
   * @param model whose letters they have
   * @throws DataException if they cannot be read
   */
  public LabelRecords open(LabelModel model) {
    LabelOptions plain = model.options();
    return LabelRecords.open(
        file,
        new LabelOptions(
            sequenceColumn,
            plain.labelColumns(),
            plain.splitColumn(),
            plain.target(),
            plain.molecule(),
            plain.headerLabel(),
            plain.classes()));
  }
}
