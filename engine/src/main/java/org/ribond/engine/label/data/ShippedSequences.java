package org.ribond.engine.label.data;

import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.InputFile;

/**
 * The set that comes with Ribond: splice junctions of primates, classes EI (exon to intron), IE
 * (intron to exon) and N (neither), 60 bases around the junction.
 *
 * <p>Source: "Molecular Biology (Splice-junction Gene Sequences)", UCI Machine Learning Repository,
 * 1991, under CC BY 4.0. Changed from there: turned into a table with a split that keeps equal
 * sequences on one side, of which the test side is a subset; {@code splice.txt} beside the data
 * says the same.
 */
public final class ShippedSequences {
  /** Name that stands for this data where a file could be named. */
  public static final String NAME = "splice";

  private static final String RESOURCE = "/org/ribond/data/splice.tsv.gz";

  private ShippedSequences() {}

  /** The whole set, with its parts. */
  public static LabelData read() {
    return read(LabelOptions.DEFAULT);
  }

  private static LabelData read(LabelOptions options) {
    InputStream in = ShippedSequences.class.getResourceAsStream(RESOURCE);
    if (in == null) {
      throw new DataException(RESOURCE + ": missing in the installed program");
    }
    return LabelFiles.read(NAME, InputFile.decompress(RESOURCE, in), options);
  }

  /** Whether {@code name} is one of the shipped set: {@code splice}, {@code splice.train}, ... */
  public static boolean isNamed(String name) {
    return name.equals(NAME) || part(name).isPresent();
  }

  /**
   * The shipped set if {@code name} is {@code splice}, one of its parts if it is {@code
   * splice.train}, {@code splice.valid} or {@code splice.test}, else the sequences of the file
   * {@code name}.
   *
   * @param options how a file is to be read; the shipped set knows its own columns
   * @throws DataException if it is a file that cannot be read or does not hold what is wanted
   */
  public static LabelData readNamed(String name, LabelOptions options) {
    if (name.equals(NAME)) {
      return read();
    }
    Optional<Part> part = part(name);
    return part.isPresent() ? read().part(part.get()) : LabelFiles.read(name, options);
  }

  private static Optional<Part> part(String name) {
    return Arrays.stream(Part.values())
        .filter(part -> name.equals(NAME + "." + part.word()))
        .findFirst();
  }
}
