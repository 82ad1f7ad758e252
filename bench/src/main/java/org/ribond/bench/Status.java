package org.ribond.bench;

import java.util.Locale;

/** What became of a row of a report. */
public enum Status {
  /** Measured, and its result was right. */
  OK,
  /** The backend cannot do this, or cannot start here. */
  UNSUPPORTED,
  /** Left out by choice or for want of time. */
  SKIPPED,
  /** It failed, or its result was wrong. */
  ERROR;

  /** The name in reports. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
