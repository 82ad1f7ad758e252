package org.ribond.engine.label.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

/**
 * Sequences with their targets, in little more memory than their letters take. Immutable; subsets
 * share the letters. Safe for use by several threads.
 */
public final class LabelData {
  private final String source;
  private final Molecule molecule;
  private final TextPool letters;
  private final TextPool names;

  /** Place in the pools of each sequence. */
  private final int[] rows;

  private final Targets targets;

  /** Code of each sequence's part; empty where the file has no split. */
  private final byte[] parts;

  LabelData(
      String source,
      Molecule molecule,
      TextPool letters,
      TextPool names,
      int[] rows,
      Targets targets,
      byte[] parts) {
    if (targets.size() != rows.length || (parts.length != 0 && parts.length != rows.length)) {
      throw new IllegalArgumentException(
          rows.length + " sequences, " + targets.size() + " targets, " + parts.length + " parts");
    }
    this.source = source;
    this.molecule = molecule;
    this.letters = letters;
    this.names = names;
    this.rows = rows;
    this.targets = targets;
    this.parts = parts;
  }

  /** What the set was read from, for messages. */
  public String source() {
    return source;
  }

  /** What the letters stand for. */
  public Molecule molecule() {
    return molecule;
  }

  /** Whose letter codes {@link #codes} gives. */
  public Alphabet alphabet() {
    return molecule.alphabet();
  }

  /** Number of sequences. */
  public int size() {
    return rows.length;
  }

  /** Number of letters of sequence {@code i}. */
  public int length(int i) {
    return letters.length(rows[i]);
  }

  /** Number of letters of all sequences. */
  public long letterCount() {
    return IntStream.range(0, size()).mapToLong(this::length).sum();
  }

  /** Number of letters of the longest sequence; 0 without sequences. */
  public int longest() {
    return IntStream.range(0, size()).map(this::length).max().orElse(0);
  }

  /** The number of letters that all sequences have; empty if they differ, or without sequences. */
  public Optional<Integer> commonLength() {
    int longest = longest();
    boolean same = size() > 0 && IntStream.range(0, size()).allMatch(i -> length(i) == longest);
    return same ? Optional.of(longest) : Optional.empty();
  }

  /** The letters of sequence {@code i} as they were read, in upper case. */
  public String letters(int i) {
    return letters.text(rows[i]);
  }

  /** Name of sequence {@code i}: its id, or {@code row N} where the file gives none. */
  public String name(int i) {
    return names.text(rows[i]);
  }

  /** Sequence {@code i} as an object of its own. */
  public Sequence sequence(int i) {
    return new Sequence(name(i), alphabet(), letters(i));
  }

  /** Code of the letter at 0-based {@code position} of sequence {@code i}. */
  public int code(int i, int position) {
    return alphabet().code((char) letters.at(rows[i], position));
  }

  /**
   * Writes the letter codes of sequence {@code i} to {@code out[at .. at + length(i) - 1]}: 0 to
   * {@link Alphabet#size()}, which is the unknown letter.
   */
  public void codes(int i, byte[] out, int at) {
    Alphabet alphabet = alphabet();
    int length = length(i);
    letters.copy(rows[i], 0, length, out, at);
    for (int j = at; j < at + length; j++) {
      out[j] = (byte) alphabet.code((char) out[j]);
    }
  }

  /** The letter codes of sequence {@code i}, in a new array. */
  public byte[] codes(int i) {
    byte[] codes = new byte[length(i)];
    codes(i, codes, 0);
    return codes;
  }

  /** The targets of all sequences, in their order. */
  public Targets targets() {
    return targets;
  }

  /**
   * The classes of all sequences.
   *
   * @throws IllegalStateException if the targets are numbers
   */
  public Targets.Classes classes() {
    if (targets instanceof Targets.Classes classes) {
      return classes;
    }
    throw new IllegalStateException(source + ": the targets are numbers, not classes");
  }

  /**
   * The numbers of all sequences.
   *
   * @throws IllegalStateException if the targets are classes
   */
  public Targets.Numbers numbers() {
    if (targets instanceof Targets.Numbers numbers) {
      return numbers;
    }
    throw new IllegalStateException(source + ": the targets are classes, not numbers");
  }

  /** Whether the file says which sequences are for training and which for tests. */
  public boolean hasParts() {
    return parts.length > 0;
  }

  /** The part that sequence {@code i} stands on; empty where the file has no split. */
  public Optional<Part> part(int i) {
    return hasParts() ? Optional.of(Part.ofCode(parts[i])) : Optional.empty();
  }

  /** The sequences of one part, in their order; all of none where the file has no split. */
  public LabelData part(Part part) {
    return subset(
        IntStream.range(0, size()).filter(i -> hasParts() && parts[i] == part.code()).toArray());
  }

  /** The sequences {@code chosen}, in that order. */
  public LabelData subset(int[] chosen) {
    int[] places = Arrays.stream(chosen).map(i -> rows[i]).toArray();
    byte[] chosenParts = new byte[hasParts() ? chosen.length : 0];
    for (int i = 0; i < chosenParts.length; i++) {
      chosenParts[i] = parts[chosen[i]];
    }
    return new LabelData(
        source, molecule, letters, names, places, targets.subset(chosen), chosenParts);
  }

  /** The same sequences with other parts, one for each. */
  public LabelData withParts(List<Part> newParts) {
    byte[] codes = new byte[newParts.size()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) newParts.get(i).code();
    }
    return new LabelData(source, molecule, letters, names, rows, targets, codes);
  }

  /** Whether sequences {@code i} and {@code j} of the set and of {@code other} have equal codes. */
  boolean sameCodes(int i, int from, LabelData other, int j, int otherFrom, int count) {
    Alphabet alphabet = alphabet();
    for (int k = 0; k < count; k++) {
      byte mine = letters.at(rows[i], from + k);
      byte theirs = other.letters.at(other.rows[j], otherFrom + k);
      if (mine != theirs && alphabet.code((char) mine) != alphabet.code((char) theirs)) {
        return false;
      }
    }
    return true;
  }
}
