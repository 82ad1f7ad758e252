package org.ribond.engine.sequence;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.LineReader;

/**
 * Reads FASTA records one at a time.
 *
 * <p>A record's name is the first word after {@code >}; the rest of that line is dropped. Sequences
 * may be wrapped, in either case, with blanks and empty lines; letters are those of the {@link
 * Alphabet}, so {@code *} within a protein is an unknown residue, at its end the stop that it is,
 * and a gap ({@code -} or {@code .}) is an error. Whatever is wrong is a {@link DataException} with
 * file, line and record. Not safe for use by several threads.
 */
public final class FastaReader implements Iterator<Sequence>, AutoCloseable {
  private final LineReader lines;
  private final Alphabet alphabet;
  private final Map<String, Long> lineOfName = new HashMap<>();

  /** Whether {@code lines} stands at the header of a record that is not yet read. */
  private boolean atHeader;

  private String header = "";
  private long headerLine;

  /** Reads records of {@code alphabet} from {@code in}; {@code name} is for messages. */
  public FastaReader(String name, InputStream in, Alphabet alphabet) {
    this(new LineReader(name, in), alphabet);
  }

  /**
   * Reads the records of {@code lines}, from the header that it stands at, else from the first;
   * {@link #close} closes it.
   */
  public FastaReader(LineReader lines, Alphabet alphabet) {
    this.lines = lines;
    this.alphabet = alphabet;
    atHeader = lines.number() > 0 && lines.line().startsWith(">");
    if (!atHeader) {
      findFirstHeader();
    }
  }

  /**
   * Opens a file, or the standard input under the name {@code -}; gzip is known by content.
   *
   * @throws DataException if it cannot be read, is empty or does not begin with a header
   */
  public static FastaReader open(String name, Alphabet alphabet) {
    return new FastaReader(LineReader.open(name), alphabet);
  }

  /**
   * All records of a file, at least one.
   *
   * @throws DataException if anything in it is wrong
   */
  public static List<Sequence> readAll(String name, Alphabet alphabet) {
    try (FastaReader reader = open(name, alphabet)) {
      List<Sequence> sequences = new ArrayList<>();
      reader.forEachRemaining(sequences::add);
      return sequences;
    }
  }

  @Override
  public boolean hasNext() {
    return atHeader;
  }

  /**
   * The next record.
   *
   * @throws DataException if it is empty, has no name or that of an earlier record, or has a letter
   *     that is none of the alphabet
   * @throws NoSuchElementException if there is none
   */
  @Override
  public Sequence next() {
    if (!atHeader) {
      throw new NoSuchElementException("no FASTA record left in " + lines.name());
    }
    headerLine = lines.number();
    String record = recordName();
    StringBuilder letters = new StringBuilder();
    atHeader = false;
    while (!atHeader && lines.next()) {
      if (lines.line().startsWith(">")) {
        atHeader = true;
      } else {
        append(record, letters);
      }
    }
    while (alphabet == Alphabet.PROTEIN
        && !letters.isEmpty()
        && letters.charAt(letters.length() - 1) == '*') {
      letters.setLength(letters.length() - 1);
    }
    if (letters.isEmpty()) {
      throw new DataException(
          place(headerLine) + "record '" + record + "' is empty: no sequence after its header");
    }
    Optional<String> suspicion = LetterCheck.suspicion(alphabet, letters);
    if (suspicion.isPresent()) {
      throw new DataException(
          place(headerLine) + "record '" + record + "' " + suspicion.orElseThrow());
    }
    return new Sequence(record, alphabet, letters.toString());
  }

  /** The whole header of the record that {@link #next} gave last, without {@code >}. */
  public String header() {
    return header;
  }

  /** 1-based line of that header. */
  public long line() {
    return headerLine;
  }

  @Override
  public void close() {
    lines.close();
  }

  private void findFirstHeader() {
    while (lines.next()) {
      if (lines.line().startsWith(">")) {
        atHeader = true;
        return;
      }
      if (!lines.line().isBlank()) {
        throw new DataException(
            place(lines.number())
                + "text before the first header; FASTA records begin with a line '>name'");
      }
    }
    throw new DataException(lines.name() + ": is empty; expected FASTA records");
  }

  private String recordName() {
    header = lines.line().substring(1).strip();
    if (header.isEmpty()) {
      throw new DataException(place(lines.number()) + "header without a name after '>'");
    }
    String record = header.split("\\s", 2)[0];
    Long earlier = lineOfName.putIfAbsent(record, lines.number());
    if (earlier != null) {
      throw new DataException(
          place(lines.number())
              + "record '"
              + record
              + "' has the name of the record at line "
              + earlier
              + "; names must differ");
    }
    return record;
  }

  private void append(String record, StringBuilder letters) {
    String line = lines.line();
    for (int i = 0; i < line.length(); i++) {
      char letter = line.charAt(i);
      if (Character.isWhitespace(letter)) {
        continue;
      }
      if (alphabet.code(letter) < 0) {
        throw new DataException(
            place(lines.number())
                + "record '"
                + record
                + "', position "
                + (letters.length() + 1)
                + ": "
                + LetterCheck.complaint(alphabet, letter));
      }
      letters.append(letter);
    }
  }

  private String place(long line) {
    return lines.name() + ": line " + line + ": ";
  }
}
