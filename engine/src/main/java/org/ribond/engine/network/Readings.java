package org.ribond.engine.network;

import java.util.Arrays;
import java.util.List;

/**
 * Sequences as a network reads them.
 *
 * @param letters letters of each, in the order in which they are read: 0 to the alphabet's size;
 *     any other number is an unknown letter. They may be empty and of any lengths
 * @param isReverse whether these are the reverse complement of the sequence as it was given, for
 *     each; not copied. A network may see that, and where in the given sequence a letter is
 * @param cells numbers that are given for each pair of letters of each sequence, for networks that
 *     read such: length x length x numbers, row-major; empty for others
 * @param marks what each letter of each sequence is marked with besides: {@link #CODON} and {@link
 *     #EXON} added up; empty for none. Not copied
 * @param numbers numbers that are given for each letter of each sequence, for networks that read
 *     such: length x numbers, row-major; empty for others. Not copied
 */
public record Readings(
    List<int[]> letters,
    boolean[] isReverse,
    List<float[]> cells,
    List<byte[]> marks,
    List<float[]> numbers) {
  /** A codon begins at a letter. */
  public static final int CODON = 1;

  /** An exon ends at a letter. */
  public static final int EXON = 2;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException unless there is a flag for each sequence, and a mark for each
   *     letter where there are any
   */
  public Readings {
    letters = List.copyOf(letters);
    cells = List.copyOf(cells);
    if (!cells.isEmpty() && cells.size() != letters.size()) {
      throw new IllegalArgumentException(
          letters.size() + " sequences, numbers for pairs of " + cells.size());
    }
    marks = List.copyOf(marks);
    if (!marks.isEmpty() && marks.size() != letters.size()) {
      throw new IllegalArgumentException(letters.size() + " sequences, marks of " + marks.size());
    }
    for (int i = 0; i < marks.size(); i++) {
      if (marks.get(i).length != letters.get(i).length) {
        throw new IllegalArgumentException(
            letters.get(i).length + " letters, " + marks.get(i).length + " marks");
      }
    }
    numbers = List.copyOf(numbers);
    if (!numbers.isEmpty() && numbers.size() != letters.size()) {
      throw new IllegalArgumentException(
          letters.size() + " sequences, numbers for letters of " + numbers.size());
    }
    if (isReverse.length != letters.size()) {
      throw new IllegalArgumentException(
          letters.size() + " sequences, " + isReverse.length + " directions");
    }
  }

  /** Without numbers for pairs of letters. */
  public Readings(List<int[]> letters, boolean[] isReverse) {
    this(letters, isReverse, List.of(), List.of(), List.of());
  }

  /** Sequences as they were given, with numbers for pairs of letters. */
  public static Readings pairs(List<int[]> letters, List<float[]> cells) {
    return new Readings(letters, new boolean[letters.size()], cells, List.of(), List.of());
  }

  /** Sequences as they were given, with marks at their letters. */
  public static Readings marked(List<int[]> letters, List<byte[]> marks) {
    return new Readings(letters, new boolean[letters.size()], List.of(), marks, List.of());
  }

  /** Sequences as they were given, with numbers for each of their letters. */
  public static Readings numbered(List<int[]> letters, List<float[]> numbers) {
    return new Readings(letters, new boolean[letters.size()], List.of(), List.of(), numbers);
  }

  /** Sequences that are all read in one direction. */
  public static Readings of(List<int[]> letters, boolean isReverse) {
    boolean[] directions = new boolean[letters.size()];
    Arrays.fill(directions, isReverse);
    return new Readings(letters, directions);
  }

  /** Sequences as they were given. */
  public static Readings forward(List<int[]> letters) {
    return of(letters, false);
  }

  /** Number of sequences. */
  public int size() {
    return letters.size();
  }

  /** Sequences {@code from} to {@code to - 1}. */
  public Readings part(int from, int to) {
    return new Readings(
        letters.subList(from, to),
        Arrays.copyOfRange(isReverse, from, to),
        cells.isEmpty() ? cells : cells.subList(from, to),
        marks.isEmpty() ? marks : marks.subList(from, to),
        numbers.isEmpty() ? numbers : numbers.subList(from, to));
  }
}
