package org.ribond.engine.fold.structure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

/**
 * Which bases of an RNA pair. Pairs may cross (pseudoknots), and a base may have several partners
 * (multiplets), as in structures that were seen. Immutable.
 */
public final class Structure {
  /** What {@link #partners} has for a base that is unpaired. */
  public static final int UNPAIRED = -1;

  /**
   * Two bases that pair, counted from 0.
   *
   * @param first the earlier one
   * @param second the later one
   */
  public record Pair(int first, int second) implements Comparable<Pair> {
    /** The pair of two bases in either order. */
    public static Pair of(int a, int b) {
      return new Pair(Math.min(a, b), Math.max(a, b));
    }

    @Override
    public int compareTo(Pair other) {
      int byFirst = Integer.compare(first, other.first);
      return byFirst != 0 ? byFirst : Integer.compare(second, other.second);
    }
  }

  private final Sequence rna;
  private final List<Pair> pairs;

  /**
   * A structure of {@code rna}.
   *
   * @param pairs in any order, of different bases; one that stands twice counts once
   * @throws IllegalArgumentException if a pair is none of this RNA's bases, or of a base with
   *     itself
   */
  public Structure(Sequence rna, Collection<Pair> pairs) {
    for (Pair pair : pairs) {
      if (pair.first() < 0 || pair.first() >= pair.second() || pair.second() >= rna.length()) {
        throw new IllegalArgumentException(
            "no pair of "
                + rna.length()
                + " bases: "
                + (pair.first() + 1)
                + " and "
                + (pair.second() + 1));
      }
    }
    this.rna = rna;
    this.pairs = List.copyOf(new TreeSet<>(pairs));
  }

  /** Whose bases these are. */
  public Sequence rna() {
    return rna;
  }

  /** The pairs, by their first bases. */
  public List<Pair> pairs() {
    return pairs;
  }

  /** Whether a base has more than one partner. */
  public boolean hasMultiplets() {
    boolean[] taken = new boolean[rna.length()];
    for (Pair pair : pairs) {
      if (taken[pair.first()] || taken[pair.second()]) {
        return true;
      }
      taken[pair.first()] = true;
      taken[pair.second()] = true;
    }
    return false;
  }

  /**
   * The partner of each base, {@link #UNPAIRED} of one without.
   *
   * @throws IllegalStateException if a base has several
   */
  public int[] partners() {
    if (hasMultiplets()) {
      throw new IllegalStateException("'" + rna.name() + "' has a base with several partners");
    }
    int[] partners = new int[rna.length()];
    Arrays.fill(partners, UNPAIRED);
    for (Pair pair : pairs) {
      partners[pair.first()] = pair.second();
      partners[pair.second()] = pair.first();
    }
    return partners;
  }

  /**
   * The pairs A-U, C-G and G-U alone, and of those of one base the first: the truth that part of
   * the literature scores against.
   */
  public Structure canonical() {
    List<Pair> kept = new ArrayList<>();
    boolean[] taken = new boolean[rna.length()];
    for (Pair pair : pairs) {
      boolean free = !taken[pair.first()] && !taken[pair.second()];
      if (free && isCanonical(rna.code(pair.first()), rna.code(pair.second()))) {
        kept.add(pair);
        taken[pair.first()] = true;
        taken[pair.second()] = true;
      }
    }
    return new Structure(rna, kept);
  }

  /** Whether two bases, as codes of {@link Alphabet#RNA}, pair as A-U, C-G or G-U. */
  public static boolean isCanonical(int a, int b) {
    int unknown = Alphabet.RNA.size();
    // A, C, G and U are 0 to 3.
    return a != unknown && b != unknown && (a + b == 3 || a + b == 5);
  }
}
