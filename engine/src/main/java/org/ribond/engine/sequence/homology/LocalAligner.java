package org.ribond.engine.sequence.homology;

import java.util.Arrays;
import org.ribond.engine.sequence.Sequence;

/**
 * Best local alignment of two sequences with affine gaps (Smith and Waterman 1981; Gotoh 1982).
 * Takes time in the product of both lengths and memory in the second. Safe for use by several
 * threads.
 */
final class LocalAligner {
  private static final int NO_SCORE = Integer.MIN_VALUE / 2;

  private final SubstitutionScores scores;

  LocalAligner(SubstitutionScores scores) {
    this.scores = scores;
  }

  /**
   * An alignment.
   *
   * @param score raw score
   * @param matches columns with the same known letter twice
   * @param columns all columns, gaps included
   */
  record Alignment(int score, int matches, int columns) {
    /** Part of the columns that match, 0 to 1; 0 for an empty alignment. */
    double identity() {
      return columns == 0 ? 0 : (double) matches / columns;
    }
  }

  /** Raw score of the best alignment; 0 if nothing aligns. */
  int score(Sequence first, Sequence second) {
    int n = second.length();
    int[][] profile = profile(second);
    int[] h = new int[n + 1];
    int[] e = new int[n + 1];
    Arrays.fill(e, NO_SCORE);
    int best = 0;
    int open = scores.gapOpen();
    int extend = scores.gapExtend();
    for (int i = 0; i < first.length(); i++) {
      int[] row = profile[first.code(i)];
      int diagonal = 0;
      int left = 0;
      int f = NO_SCORE;
      for (int j = 1; j <= n; j++) {
        int gapInFirst = Math.max(e[j] - extend, h[j] - open);
        f = Math.max(f - extend, left - open);
        int here = Math.max(Math.max(0, diagonal + row[j - 1]), Math.max(gapInFirst, f));
        diagonal = h[j];
        e[j] = gapInFirst;
        h[j] = here;
        left = here;
        best = Math.max(best, here);
      }
    }
    return best;
  }

  /**
   * The best alignment; of equally good ones that which ends first. Matches and columns travel with
   * the scores, so that no path is stored.
   */
  Alignment align(Sequence first, Sequence second) {
    int n = second.length();
    int[][] profile = profile(second);
    Cells above = new Cells(n + 1, 0);
    Cells gapInSecond = new Cells(n + 1, NO_SCORE);
    Cells row = new Cells(n + 1, 0);
    Cells gapInFirst = new Cells(1, NO_SCORE);
    Alignment best = new Alignment(0, 0, 0);
    for (int i = 0; i < first.length(); i++) {
      int code = first.code(i);
      gapInFirst.set(0, NO_SCORE, 0, 0);
      for (int j = 1; j <= n; j++) {
        extendGap(gapInSecond, j, above, j);
        extendGap(gapInFirst, 0, row, j - 1);
        boolean match = code == second.code(j - 1) && code < scores.alphabet().size();
        row.set(
            j,
            above.score[j - 1] + profile[code][j - 1],
            above.matches[j - 1] + (match ? 1 : 0),
            above.columns[j - 1] + 1);
        row.improve(j, gapInSecond, j);
        row.improve(j, gapInFirst, 0);
        if (row.score[j] <= 0) {
          row.set(j, 0, 0, 0);
        } else if (row.score[j] > best.score) {
          best = new Alignment(row.score[j], row.matches[j], row.columns[j]);
        }
      }
      Cells swap = above;
      above = row;
      row = swap;
    }
    return best;
  }

  private void extendGap(Cells gap, int at, Cells from, int place) {
    int extended = gap.score[at] - scores.gapExtend();
    int opened = from.score[place] - scores.gapOpen();
    if (opened >= extended) {
      gap.set(at, opened, from.matches[place], from.columns[place] + 1);
    } else {
      gap.set(at, extended, gap.matches[at], gap.columns[at] + 1);
    }
  }

  private int[][] profile(Sequence second) {
    int[][] profile = new int[scores.alphabet().size() + 1][second.length()];
    for (int code = 0; code < profile.length; code++) {
      for (int j = 0; j < second.length(); j++) {
        profile[code][j] = scores.scores()[code][second.code(j)];
      }
    }
    return profile;
  }

  /** Scores of partial alignments with what each of them holds. */
  private static final class Cells {
    private final int[] score;
    private final int[] matches;
    private final int[] columns;

    Cells(int length, int initialScore) {
      score = new int[length];
      matches = new int[length];
      columns = new int[length];
      Arrays.fill(score, initialScore);
    }

    void set(int at, int newScore, int newMatches, int newColumns) {
      score[at] = newScore;
      matches[at] = newMatches;
      columns[at] = newColumns;
    }

    void improve(int at, Cells other, int place) {
      if (other.score[place] > score[at]) {
        set(at, other.score[place], other.matches[place], other.columns[place]);
      }
    }
  }
}
