package org.ribond.engine.complex;

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

    private String resource() {
      return "/org/ribond/data/" + NAME + "." + name().toLowerCase(Locale.ROOT) + ".jsonl.gz";
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
}
