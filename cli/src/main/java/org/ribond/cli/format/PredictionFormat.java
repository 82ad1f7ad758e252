package org.ribond.cli.format;

/** Formats in which predictions of contacts are written. */
public enum PredictionFormat {
  TSV,
  JSONL,
  PRACTIP,
  NPY
}
