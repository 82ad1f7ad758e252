package org.ribond.engine.label.data;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.ribond.engine.file.AtomicFile;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.LineReader;

/** Whole sets of sequences with targets: read from tables and FASTA files, written as tables. */
public final class LabelFiles {
  private static final String GZIP_SUFFIX = ".gz";
  private static final Pattern SUFFIXES =
      Pattern.compile("(?:\\.(?:fa|fas|fasta|fna|faa|ffn|frn|txt))?(?:\\.gz)?$");

  private LabelFiles() {}

  /**
   * All sequences of a file, or of the standard input under the name {@code -}: a table or FASTA
   * with the label in the header, as {@link LabelRecords} reads them.
   *
   * @throws DataException if anything in it is wrong, or all records are of one class
   * @throws IllegalArgumentException if no targets are wanted
   */
  public static LabelData read(String name, LabelOptions options) {
    return read(LineReader.open(name), options);
  }

  /** The same of a stream, which is closed; {@code name} is for messages. */
  public static LabelData read(String name, InputStream in, LabelOptions options) {
    return read(new LineReader(name, in), options);
  }

  private static LabelData read(LineReader lines, LabelOptions options) {
    LabelDataBuilder builder = new LabelDataBuilder(options);
    LetterCheck check = new LetterCheck(options.molecule());
    List<String> columns = addAll(lines, options, check, "", builder);
    return builder.build(lines.name(), check.molecule(), columns);
  }

  /**
   * All sequences of FASTA files that are one class each, named by {@link #className}.
   *
   * @throws DataException if anything in them is wrong, or all are of one class
   * @throws IllegalArgumentException if the targets are to be numbers
   */
  public static LabelData readClasses(List<String> names, LabelOptions options) {
    if (options.target() != LabelOptions.Target.CLASS) {
      throw new IllegalArgumentException("a file for each class gives classes, not numbers");
    }
    LabelDataBuilder builder = new LabelDataBuilder(options);
    LetterCheck check = new LetterCheck(options.molecule());
    for (String name : names) {
      addAll(LineReader.open(name), options, check, className(name), builder);
    }
    return builder.build(String.join(", ", names), check.molecule(), List.of());
  }

  /** The class that a file is named after: its name without folder, FASTA suffix and .gz. */
  public static String className(String file) {
    Path name = Path.of(file).getFileName();
    String plain = name == null ? "" : SUFFIXES.matcher(name.toString()).replaceFirst("");
    if (plain.isEmpty()) {
      throw new DataException(file + ": its name gives no name for a class");
    }
    return plain;
  }

  private static List<String> addAll(
      LineReader lines,
      LabelOptions options,
      LetterCheck check,
      String label,
      LabelDataBuilder builder) {
    try (LabelRecords records = LabelRecords.opened(lines, options, check, label)) {
      while (records.hasNext()) {
        builder.add(lines.name(), records.next());
      }
      return records.labelColumns();
    }
  }

  /**
   * Writes a set as a table with the columns {@code id}, {@code label} (or those of its numbers),
   * {@code sequence} and, if it has parts, {@code split}; packed if the name ends in {@code .gz}.
   * Equal sets give equal bytes.
   *
   * @throws DataException if it cannot be written; an earlier file is then as it was
   */
  public static void write(Path file, LabelData data) {
    boolean packed = file.toString().endsWith(GZIP_SUFFIX);
    AtomicFile.write(
        file,
        out -> {
          if (packed) {
            GZIPOutputStream gzip = new GZIPOutputStream(out);
            writeTable(gzip, data);
            gzip.finish();
          } else {
            writeTable(out, data);
          }
        });
  }

  private static void writeTable(OutputStream out, LabelData data) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    List<String> columns =
        switch (data.targets()) {
          case Targets.Classes classes -> List.of("label");
          case Targets.Numbers numbers -> numbers.names();
        };
    writer.write("id\t" + String.join("\t", columns) + "\tsequence");
    writer.write(data.hasParts() ? "\tsplit\n" : "\n");
    for (int i = 0; i < data.size(); i++) {
      writer.write(data.name(i));
      switch (data.targets()) {
        case Targets.Classes classes ->
            writer.write("\t" + classes.names().get(classes.labels()[i]));
        case Targets.Numbers numbers -> {
          for (int column = 0; column < columns.size(); column++) {
            float value = numbers.values()[i * columns.size() + column];
            writer.write("\t" + (Float.isNaN(value) ? "NA" : Float.toString(value)));
          }
        }
      }
      writer.write("\t" + data.letters(i));
      if (data.hasParts()) {
        writer.write("\t" + data.part(i).orElseThrow().word());
      }
      writer.write('\n');
    }
    writer.flush();
  }
}
