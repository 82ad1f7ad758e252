package org.ribond.engine.embed.data;

/**
 * A run of bases.
 *
 * @param start 0-based place of the first
 * @param end place behind the last; equal to {@code start} if there is none
 */
public record Span(int start, int end) {
  /** Checks that it does not end before it starts. */
  public Span {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("no bases from " + start + " to " + end);
    }
  }

  /** Number of bases. */
  public int length() {
    return end - start;
  }
}
