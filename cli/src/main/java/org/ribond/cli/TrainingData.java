package org.ribond.cli;

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
import org.ribond.engine.complex.Complex;
import org.ribond.engine.complex.ComplexesFile;
import org.ribond.engine.complex.ShippedData;
import org.ribond.engine.complex.ShippedData.Side;
import picocli.CommandLine.Option;

/** Options of the data to train and to validate with. */
final class TrainingData {
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

  /**
   * Complexes and where they are from.
   *
   * @param name in words, without the folders of a file
   * @param complexes the complexes
   * @param sha256 hash of their JSON lines, unpacked
   */
  record Source(String name, List<Complex> complexes, String sha256) {
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

  /** What to train on. */
  Source training() {
    StandardInput.requireOnce(data, valid.orElse(null));
    return read(data, Side.TRAIN);
  }

  /** What to validate with, if anything. */
  Optional<Source> validation() {
    String name = valid.orElse(data.equals(ShippedData.NAME) ? ShippedData.NAME : NONE);
    return name.equals(NONE) ? Optional.empty() : Optional.of(read(name, Side.VALID));
  }

  private static Source read(String name, Side side) {
    if (name.equals(ShippedData.NAME)) {
      String sideName = side == Side.TRAIN ? "train" : "valid";
      return Source.of(name + " (" + sideName + ")", ShippedData.read(side));
    }
    return Source.of(String.valueOf(Path.of(name).getFileName()), ComplexesFile.read(name));
  }
}
