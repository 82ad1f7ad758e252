package org.ribond.engine.contact.train;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.LineReader;
import org.ribond.engine.file.TableReader;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

/**
 * Proteins with labels of each residue, from a table with a column {@code sequence} and columns of
 * strings as long as the sequence, one sign for each residue. Digits are numbers between 0 and the
 * largest of the column, which becomes 1; letters are classes; {@code -}, {@code .} and {@code ?}
 * are unknown, and so is a whole protein whose field is empty.
 *
 * @param proteins the proteins
 * @param names of the numbers of a residue: a column's, with the letter where it has classes
 * @param values of each protein, residues x numbers, row-major, each in [0, 1]; NaN where unknown
 */
public record ResidueLabels(List<Sequence> proteins, List<String> names, List<float[]> values) {
  private static final String SEQUENCE = "sequence";
  private static final String UNKNOWN = "-.?";

  /** A row as it is read. */
  private record Row(Sequence protein, List<String> labels) {}

  /** A column: its letters, or nothing and its largest digit. */
  private record Column(String name, List<Character> letters, int largest) {
    static Column of(String name, List<String> all) {
      TreeSet<Character> signs = new TreeSet<>();
      all.forEach(each -> each.chars().forEach(sign -> signs.add((char) sign)));
      signs.removeIf(sign -> UNKNOWN.indexOf(sign) >= 0);
      boolean isOfDigits = signs.stream().allMatch(sign -> sign >= '0' && sign <= '9');
      int largest = isOfDigits && !signs.isEmpty() ? signs.last() - '0' : 0;
      return new Column(name, isOfDigits ? List.of() : List.copyOf(signs), largest);
    }

    List<String> names() {
      return letters.isEmpty()
          ? List.of(name)
          : letters.stream().map(letter -> name + "." + letter).toList();
    }

    /** Fills the column's numbers of a residue. */
    void put(char sign, float[] values, int at) {
      if (UNKNOWN.indexOf(sign) >= 0) {
        return;
      }
      if (letters.isEmpty()) {
        values[at] = (float) (sign - '0') / Math.max(1, largest);
        return;
      }
      for (int letter = 0; letter < letters.size(); letter++) {
        values[at + letter] = letters.get(letter) == sign ? 1 : 0;
      }
    }
  }

  /**
   * Reads a table.
   *
   * @param file path, or - for standard input; gzip is known by content
   * @param columns columns of labels, at least one
   * @throws DataException if it has no such columns, no row, a sequence that is none of a protein,
   *     or labels of another length than their sequence; with file and line
   */
  public static ResidueLabels read(String file, List<String> columns) {
    List<Row> rows = new ArrayList<>();
    try (LineReader lines = LineReader.open(file)) {
      lines.next();
      TableReader table = new TableReader(lines);
      int sequence = table.column(SEQUENCE);
      int[] places = columns.stream().mapToInt(table::column).toArray();
      while (table.next()) {
        rows.add(row(table, sequence, places));
      }
    }
    if (rows.isEmpty()) {
      throw new DataException(file + ": has no protein");
    }
    return of(rows, columns);
  }

  private static Row row(TableReader table, int sequence, int[] places) {
    String letters = table.field(sequence);
    if (letters.isEmpty()) {
      throw table.error("the sequence is empty");
    }
    List<String> labels = new ArrayList<>();
    for (int place : places) {
      String own = table.field(place);
      if (!own.isEmpty() && own.length() != letters.length()) {
        throw table.error(own.length() + " labels for " + letters.length() + " residues");
      }
      labels.add(own);
    }
    try {
      return new Row(new Sequence("row " + table.row(), Alphabet.PROTEIN, letters), labels);
    } catch (IllegalArgumentException e) {
      throw table.error(e.getMessage());
    }
  }

  private static ResidueLabels of(List<Row> rows, List<String> names) {
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < names.size(); c++) {
      int column = c;
      columns.add(
          Column.of(names.get(c), rows.stream().map(row -> row.labels.get(column)).toList()));
    }
    List<String> all = columns.stream().flatMap(column -> column.names().stream()).toList();
    List<float[]> values = new ArrayList<>();
    for (Row row : rows) {
      float[] own = new float[row.protein.length() * all.size()];
      Arrays.fill(own, Float.NaN);
      int first = 0;
      for (int c = 0; c < columns.size(); c++) {
        String labels = row.labels.get(c);
        for (int i = 0; i < labels.length(); i++) {
          columns.get(c).put(labels.charAt(i), own, i * all.size() + first);
        }
        first += columns.get(c).names().size();
      }
      values.add(own);
    }
    return new ResidueLabels(rows.stream().map(Row::protein).toList(), all, List.copyOf(values));
  }

  /** SHA-256 of sequences and labels of all, in order. */
  public String sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (int i = 0; i < proteins.size(); i++) {
        String line = proteins.get(i).letters() + "\t" + Arrays.toString(values.get(i)) + "\n";
        digest.update(line.getBytes(StandardCharsets.US_ASCII));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java has SHA-256", e);
    }
  }
}
