package org.ribond.engine.fold.structure;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.InputFile;
import org.ribond.engine.file.LineReader;
import org.ribond.engine.fold.structure.Structure.Pair;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

/**
 * Reads structures one at a time. The format is known by the first line that is neither empty nor
 * begins with {@code #}:
 *
 * <ul>
 *   <li>dot-bracket: a header {@code >name}, lines of bases, then lines of {@link DotBracket}; or
 *       the latter two alone. What stands behind a blank in a line of brackets, such as an energy,
 *       is passed over;
 *   <li>bpseq: lines of place, base and place of the partner, 0 for none;
 *   <li>ct: a line that begins with the number of bases, then a line of six fields for each;
 *   <li>a table (TSV or CSV) with a header: columns {@code sequence} and {@code structure}, or
 *       {@code pairs_1based} such as {@code 1-20;2-19}, and {@code id}, {@code split} or {@code
 *       part} where there are any.
 * </ul>
 *
 * <p>Whatever is wrong is a {@link DataException} with file, line and record. Not safe for use by
 * several threads.
 */
public final class StructureReader implements Iterator<StructureRecord>, AutoCloseable {
  private static final Pattern BPSEQ = Pattern.compile("1\\s+[A-Za-z]\\s+\\d+\\s*");
  private static final Pattern CT = Pattern.compile("\\d+(\\s.*)?");
  private static final Pattern BASES = Pattern.compile("[A-Za-z\\s]+");

  /** The format of one file. */
  interface Parser {
    /** The next record, or empty at the end. */
    Optional<StructureRecord> next();
  }

  private final LineReader lines;
  private final Parser parser;
  private Optional<StructureRecord> next;

  StructureReader(LineReader lines) {
    this.lines = lines;
    parser = parser(lines);
    next = parser.next();
  }

  /**
   * Opens a file, or the standard input under the name {@code -}; gzip is known by content.
   *
   * @throws DataException if it cannot be read, is empty or of no known format
   */
  public static StructureReader open(String name) {
    LineReader lines = new LineReader(name, InputFile.open(name));
    try {
      return new StructureReader(lines);
    } catch (DataException e) {
      lines.close();
      throw e;
    }
  }

  /**
   * All structures of a file, at least one.
   *
   * @throws DataException if anything in it is wrong
   */
  public static List<StructureRecord> readAll(String name) {
    try (StructureReader reader = open(name)) {
      List<StructureRecord> records = new ArrayList<>();
      reader.forEachRemaining(records::add);
      return records;
    }
  }

  private static Parser parser(LineReader lines) {
    do {
      if (!lines.next()) {
        throw new DataException(
            lines.name() + ": is empty; expected structures (dot-bracket, ct, bpseq or a table)");
      }
    } while (isPassedOver(lines.line()));
    String line = lines.line();
    if (line.startsWith(">")) {
      return new DotBracketParser(lines);
    }
    if (BPSEQ.matcher(line.strip()).matches()) {
      return new BpseqParser(lines);
    }
    if (CT.matcher(line.strip()).matches()) {
      return new CtParser(lines);
    }
    if (BASES.matcher(line).matches() && !line.strip().contains("\t")) {
      return new DotBracketParser(lines);
    }
    if (line.matches(".*[\\t,;].*")) {
      return new StructureTableParser(lines);
    }
    throw error(lines, "is no structure: expected dot-bracket, ct, bpseq or a table with a header");
  }

  /** Whether a line says nothing about the structure. */
  static boolean isPassedOver(String line) {
    return line.isBlank() || line.startsWith("#");
  }

  @Override
  public boolean hasNext() {
    return next.isPresent();
  }

  @Override
  public StructureRecord next() {
    StructureRecord record =
        next.orElseThrow(() -> new NoSuchElementException("no structure left in " + lines.name()));
    next = parser.next();
    return record;
  }

  @Override
  public void close() {
    lines.close();
  }

  /** What is wrong at the line that {@code lines} stands at. */
  static DataException error(LineReader lines, String what) {
    return new DataException(lines.name() + ": line " + lines.number() + ": " + what);
  }

  /** What is wrong with a record, at the line that {@code lines} stands at. */
  static DataException error(LineReader lines, String record, String what) {
    return error(lines, "record '" + record + "': " + what);
  }

  /**
   * A record's RNA.
   *
   * @throws IllegalArgumentException if it is empty or a letter is no base
   */
  static Sequence rna(String record, String letters) {
    if (letters.isEmpty()) {
      throw new IllegalArgumentException("no bases");
    }
    return new Sequence(record, Alphabet.RNA, letters);
  }

  /**
   * The pairs of an RNA's line of brackets.
   *
   * @throws IllegalArgumentException if it has another number of characters, or is none
   */
  static List<Pair> pairs(Sequence rna, String brackets) {
    if (brackets.length() != rna.length()) {
      throw new IllegalArgumentException(
          "the structure has " + brackets.length() + " characters for " + rna.length() + " bases");
    }
    return DotBracket.pairs(brackets);
  }
}
