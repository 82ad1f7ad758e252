package org.ribond.cli.options;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.ribond.cli.terminal.StandardInput;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.ComplexesFile;
import org.ribond.engine.contact.complex.CrossFold;
import org.ribond.engine.contact.complex.ShippedData;
import org.ribond.engine.contact.complex.ShippedData.Side;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the data to train and to validate with. */
public final class TrainingData {
  private static final String NONE = "none";

  @Option(
      names = {"-d", "--data"},
      paramLabel = "pdb|FILE",
      defaultValue = ShippedData.NAME,
      description =
          "Complexes to train on: the training side of pdb, the set that comes with Ribond, or a"
              + " complexes file (default: ${DEFAULT-VALUE}).")
  private String data;

  @Option(
      names = "--valid",
      paramLabel = "pdb|FILE|none",
      description =
          "Complexes to judge epochs, to calibrate and to choose a threshold by; none: train all"
              + " epochs, uncalibrated (default: that side of pdb with --data pdb, else none).")
  private Optional<String> valid;

  @Mixin private FoldOptions fold;

  private Optional<CrossFold> sides = Optional.empty();

  /**
   * Complexes and where they are from.
   *
   * @param name in words, without the folders of a file
   * @param complexes the complexes
   * @param sha256 hash of their JSON lines, unpacked
   */
  public record Source(String name, List<Complex> complexes, String sha256) {
    private static Source of(String name, List<Complex> complexes) {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        ComplexesFile.write(
            new DigestOutputStream(OutputStream.nullOutputStream(), digest), complexes);
        return new Source(name, complexes, HexFormat.of().formatHex(digest.digest()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (NoSuchAlgorithmException e) {
        throw new LinkageError("every Java has SHA-256", e);
      }
    }
  }

  /**
   * The file that is named, where that holds no complexes.
   *
   * @throws UsageException if none is named, or something to validate with is
   */
  public String file() {
    if (data.equals(ShippedData.NAME)) {
      throw new UsageException("--family residues needs --data, a table of labelled proteins");
    }
    if (fold.isGiven() || !valid.orElse(NONE).equals(NONE)) {
      throw new UsageException("--family residues trains all epochs: it has no --valid or --fold");
    }
    return data;
  }

  /** The same without its folders. */
  public String fileName() {
    return shortName(data);
  }

  /** What to train on. */
  public Source training() {
    StandardInput.requireOnce(data, valid.orElse(null));
    return fold.isGiven() ? side("train", sides().training()) : read(data, Side.TRAIN);
  }

  /**
   * What to validate with, if anything.
   *
   * @throws UsageException if a file is named beside a fold, which has its own
   */
  public Optional<Source> validation() {
    if (fold.isGiven()) {
      if (valid.isPresent() && !valid.get().equals(NONE)) {
        throw new UsageException("--fold takes its validation from the data: --valid is for none");
      }
      return valid.isPresent() || sides().validation().isEmpty()
          ? Optional.empty()
          : Optional.of(side("valid", sides().validation()));
    }
    String name = valid.orElse(data.equals(ShippedData.NAME) ? ShippedData.NAME : NONE);
    return name.equals(NONE) ? Optional.empty() : Optional.of(read(name, Side.VALID));
  }

  /** The complexes of the fold that is left out, if one is. */
  public Optional<List<Complex>> heldOut() {
    return fold.isGiven() ? Optional.of(sides().test()) : Optional.empty();
  }

  private CrossFold sides() {
    if (sides.isEmpty()) {
      sides = Optional.of(fold.of(ShippedData.readNamed(data)));
    }
    return sides.get();
  }

  private Source side(String name, List<Complex> complexes) {
    return Source.of(shortName(data) + " (" + fold.name() + ", " + name + ")", complexes);
  }

  private static Source read(String name, Side side) {
    if (name.equals(ShippedData.NAME)) {
      String sideName = side == Side.TRAIN ? "train" : "valid";
      return Source.of(name + " (" + sideName + ")", ShippedData.read(side));
    }
    return Source.of(shortName(name), ComplexesFile.read(name));
  }

  /** A file's name without its folders. */
  static String shortName(String name) {
    return String.valueOf(Path.of(name).getFileName());
  }
}
