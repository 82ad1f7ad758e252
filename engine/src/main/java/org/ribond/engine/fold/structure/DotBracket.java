package org.ribond.engine.fold.structure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.ribond.engine.fold.structure.Structure.Pair;

/**
 * Structures as a line of one character a base. Pairs are {@code ( )}; those that cross them are
 * {@code [ ]}, {@code { }}, {@code < >}, then {@code A a} to {@code Z z}. Unpaired bases are {@code
 * .}, or when read {@code -}, {@code _}, {@code ,} or {@code :} too.
 */
public final class DotBracket {
  private static final String OPENING = "([{<ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String CLOSING = ")]}>abcdefghijklmnopqrstuvwxyz";
  private static final String UNPAIRED = ".-_,:";

  private DotBracket() {}

  /** Whether {@code character} can stand in a structure but in no sequence. */
  static boolean isBracket(char character) {
    return UNPAIRED.indexOf(character) >= 0 || "()[]{}<>".indexOf(character) >= 0;
  }

  /**
   * The pairs of a line.
   *
   * @throws IllegalArgumentException if a bracket has no partner or a character is none of these,
   *     with its 1-based place
   */
  public static List<Pair> pairs(String line) {
    List<Deque<Integer>> open = new ArrayList<>();
    for (int i = 0; i < OPENING.length(); i++) {
      open.add(new ArrayDeque<>());
    }
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < line.length(); i++) {
      char character = line.charAt(i);
      int opening = OPENING.indexOf(character);
      int closing = CLOSING.indexOf(character);
      if (opening >= 0) {
        open.get(opening).push(i);
      } else if (closing >= 0) {
        if (open.get(closing).isEmpty()) {
          throw new IllegalArgumentException(
              "'" + character + "' at position " + (i + 1) + " closes nothing");
        }
        pairs.add(new Pair(open.get(closing).pop(), i));
      } else if (UNPAIRED.indexOf(character) < 0) {
        throw new IllegalArgumentException(
            "'" + character + "' at position " + (i + 1) + " is no character of a structure");
      }
    }
    for (int kind = 0; kind < open.size(); kind++) {
      if (!open.get(kind).isEmpty()) {
        throw new IllegalArgumentException(
            "'"
                + OPENING.charAt(kind)
                + "' at position "
                + (open.get(kind).peek() + 1)
                + " is not closed");
      }
    }
    return pairs;
  }

  /**
   * The line of a structure. Of pairs that cross, those that come first have the rounder brackets.
   *
   * @throws IllegalStateException if a base has several partners, or more pairs cross each other
   *     than there are brackets
   */
  public static String line(Structure structure) {
    int[] partners = structure.partners();
    char[] line = new char[partners.length];
    Arrays.fill(line, '.');
    List<List<Pair>> levels = new ArrayList<>();
    for (Pair pair : structure.pairs()) {
      int level = 0;
      while (level < levels.size() && crossesAny(pair, levels.get(level))) {
        level++;
      }
      if (level == OPENING.length()) {
        throw new IllegalStateException(
            "'" + structure.rna().name() + "' has more crossing pairs than there are brackets");
      }
      if (level == levels.size()) {
        levels.add(new ArrayList<>());
      }
      levels.get(level).add(pair);
      line[pair.first()] = OPENING.charAt(level);
      line[pair.second()] = CLOSING.charAt(level);
    }
    return new String(line);
  }

  private static boolean crossesAny(Pair pair, List<Pair> others) {
    for (Pair other : others) {
      // By their order the other begins first.
      if (other.second() > pair.first() && other.second() < pair.second()) {
        return true;
      }
    }
    return false;
  }
}
