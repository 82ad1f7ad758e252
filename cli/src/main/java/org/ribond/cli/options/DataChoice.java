package org.ribond.cli.options;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.ComplexesFile;
import org.ribond.engine.contact.complex.ShippedData;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of commands that read complexes to compare scores with. */
public final class DataChoice {
  /** A side of the shipped data, or all of it. */
  enum Split {
    TRAIN,
    VALID,
    TEST,
    ALL
  }

  @Option(
      names = {"-d", "--data"},
      paramLabel = "pdb|FILE",
      defaultValue = ShippedData.NAME,
      description =
          "Complexes: pdb, the set that comes with Ribond, or a complexes file; - is standard"
              + " input (default: ${DEFAULT-VALUE}).")
  private String data;

  @Option(
      names = "--split",
      paramLabel = "SIDE",
      description = "Side of pdb: train, valid, test or all (default: test).")
  private Optional<Split> split;

  @Mixin private FoldOptions fold;

  /** What was given: pdb, or a file's name. */
  public String given() {
    return data;
  }

  /** What was chosen, in words. */
  public String name() {
    if (fold.isGiven()) {
      return data + " (" + fold.name() + ")";
    }
    return data.equals(ShippedData.NAME)
        ? data + " (" + split.orElse(Split.TEST).name().toLowerCase(Locale.ROOT) + ")"
        : data;
  }

  /**
   * The complexes that are asked for.
   *
   * @throws UsageException if options contradict each other
   */
  public List<Complex> read() {
    if (fold.isGiven()) {
      if (split.isPresent()) {
        throw new UsageException("give --split or --fold, not both");
      }
      return fold.of(ShippedData.readNamed(data)).test();
    }
    if (!data.equals(ShippedData.NAME)) {
      if (split.isPresent()) {
        throw new UsageException("--split needs --data pdb: a file is read as a whole");
      }
      return ComplexesFile.read(data);
    }
    return switch (split.orElse(Split.TEST)) {
      case TRAIN -> ShippedData.read(ShippedData.Side.TRAIN);
      case VALID -> ShippedData.read(ShippedData.Side.VALID);
      case TEST -> ShippedData.read(ShippedData.Side.TEST);
      case ALL -> ShippedData.readAll();
    };
  }
}
