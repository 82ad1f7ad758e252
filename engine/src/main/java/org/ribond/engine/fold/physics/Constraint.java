package org.ribond.engine.fold.physics;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * What a structure has to look like, as a line of one character a base: {@code .} anything, {@code
 * x} unpaired, {@code |} paired, {@code <} paired with a later base, {@code >} with an earlier one,
 * {@code (} and {@code )} paired with each other. Immutable.
 */
public final class Constraint {
  private static final int NONE = -1;

  private final String line;

  /** The partner that a base has to have; {@link #NONE} if no certain one. */
  private final int[] partners;

  private Constraint(String line, int[] partners) {
    this.line = line;
    this.partners = partners;
  }

  /** None: {@code length} bases that may do anything. */
  public static Constraint none(int length) {
    int[] partners = new int[length];
    Arrays.fill(partners, NONE);
    return new Constraint(".".repeat(length), partners);
  }

  /** Whether bases may do anything. */
  public boolean isNone() {
    return line.chars().allMatch(character -> character == '.');
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if a character is none of these, with its 1-based place, or a
   *     bracket has no partner
   */
  public static Constraint of(String line) {
    int[] partners = new int[line.length()];
    Arrays.fill(partners, NONE);
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < line.length(); i++) {
      switch (line.charAt(i)) {
        case '.', 'x', '|', '<', '>' -> {}
        case '(' -> open.push(i);
        case ')' -> {
          if (open.isEmpty()) {
            throw new IllegalArgumentException("')' at position " + (i + 1) + " closes nothing");
          }
          int partner = open.pop();
          partners[i] = partner;
          partners[partner] = i;
        }
        default ->
            throw new IllegalArgumentException(
                "'" + line.charAt(i) + "' at position " + (i + 1) + " is none of . x | < > ( )");
      }
    }
    if (!open.isEmpty()) {
      throw new IllegalArgumentException("'(' at position " + (open.peek() + 1) + " is not closed");
    }
    return new Constraint(line, partners);
  }

  /** Number of bases. */
  public int length() {
    return line.length();
  }

  /** Whether base {@code i}, counted from 0, may be unpaired. */
  boolean mayBeUnpaired(int i) {
    char character = line.charAt(i);
    return character == '.' || character == 'x';
  }

  /** Whether bases {@code i < j} may pair. */
  boolean mayPair(int i, int j) {
    if (partners[i] != NONE || partners[j] != NONE) {
      return partners[i] == j;
    }
    char first = line.charAt(i);
    char second = line.charAt(j);
    return first != 'x' && second != 'x' && first != '>' && second != '<';
  }
}
