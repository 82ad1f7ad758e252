package org.ribond.cli.format;

import java.util.Locale;

/** Formats of predicted structures. */
public enum FoldFormat {
  /** A header, the bases, then brackets and the expected accuracy. */
  DBN,
  /** Connectivity table. */
  CT,
  /** Place, base and place of the partner. */
  BPSEQ,
  /** A line for each pair of some probability. */
  TSV,
  /** A JSON object a line. */
  JSONL,
  /** The matrix of probabilities as a NumPy array. */
  NPY;

  /** Ending of a file of this format. */
  public String ending() {
    return "." + name().toLowerCase(Locale.ROOT);
  }
}
