package org.ribond.engine.contact.complex;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.InputFile;

/**
 * The complexes that come with Ribond, from structures of the Protein Data Bank, in a fixed split
 * whose sides share no structure and no homology group. {@code docs/data.md} says how they were
 * made.
 */
public final class ShippedData {
  /** Name that stands for this data where a file could be named. */
  public static final String NAME = "pdb";

  private ShippedData() {}

  /** A side of the split. */
  public enum Side {
    /** To train on. */
    TRAIN,
    /** To stop training and to calibrate by. */
    VALID,
    /** To evaluate on, and nothing else. */
    TEST;

    /** Name that stands for this side where a file could be named, such as {@code pdb.test}. */
    public String dataName() {
      return NAME + "." + name().toLowerCase(Locale.ROOT);
    }

    private String resource() {
      return "/org/ribond/data/" + dataName() + ".jsonl.gz";
    }
  }

  /** Complexes of one side, by id. */
  public static List<Complex> read(Side side) {
    String resource = side.resource();
    InputStream in = ShippedData.class.getResourceAsStream(resource);
    if (in == null) {
      throw new DataException(resource + ": missing in the installed program");
    }
    List<Complex> complexes = new ArrayList<>();
    try (ComplexesReader reader =
        new ComplexesReader(resource, InputFile.decompress(resource, in))) {
      reader.forEachRemaining(complexes::add);
    }
    return complexes;
  }

  /** Complexes of all sides: train, valid, test. */
  public static List<Complex> readAll() {
    List<Complex> complexes = new ArrayList<>();
    for (Side side : Side.values()) {
      complexes.addAll(read(side));
    }
    return complexes;
  }

  /**
   * The shipped complexes if {@code name} is one of theirs ({@code pdb} for all, {@code pdb.train},
   * {@code pdb.valid}, {@code pdb.test} for a side), else those of the file {@code name}.
   *
   * @throws DataException if it is a file that cannot be read or is no complexes file
   */
  public static List<Complex> readNamed(String name) {
    if (name.equals(NAME)) {
      return readAll();
    }
    for (Side side : Side.values()) {
      if (name.equals(side.dataName())) {
        return read(side);
      }
    }
    return ComplexesFile.read(name);
  }
}
