package org.ribond.cli.format;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.ribond.cli.terminal.Output;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.contact.predict.MapScorer;
import org.ribond.engine.file.AtomicFile;
import org.ribond.engine.file.InputFile;
import org.ribond.engine.sequence.Sequence;

/**
 * Writes whole maps as NumPy arrays (format version 1.0) of little-endian 32-bit floats, residues x
 * bases: one map to a file or standard output, several to a file each in a directory.
 */
public final class NpyWriter implements PredictionWriter {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT = 64;

  private final Optional<Path> out;
  private final boolean isDirectory;
  private final MapFileNames names;

  /** Writes to {@code out}: a directory if there are several pairs, or if it is one already. */
  public NpyWriter(Optional<Path> out, PredictionPairs pairs) {
    this.out = out.filter(path -> !path.toString().equals(InputFile.STDIN));
    names = new MapFileNames(pairs);
    isDirectory = pairs.count() > 1 || this.out.filter(Files::isDirectory).isPresent();
    if (isDirectory) {
      Directories.create(
          this.out.orElseThrow(
              () -> new UsageException("--format npy with several pairs needs --out DIRECTORY")));
    }
  }

  @Override
  public void pair(Sequence protein, Sequence rna, MapScorer scorer) {
    AtomicFile.Content content = stream -> write(stream, protein, rna, scorer);
    Output.writeBytes(
        isDirectory ? out.map(directory -> directory.resolve(names.of(protein, rna, ".npy"))) : out,
        content);
  }

  private static void write(OutputStream out, Sequence protein, Sequence rna, MapScorer scorer)
      throws IOException {
    out.write(header(protein.length(), rna.length()));
    ByteBuffer bytes =
        ByteBuffer.allocate(rna.length() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try {
      scorer.score(
          protein,
          rna,
          (residue, scores) -> {
            bytes.asFloatBuffer().put(scores);
            try {
              out.write(bytes.array());
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The header of {@code rows} x {@code columns} 32-bit floats, which follow row by row. */
  public static byte[] header(int rows, int columns) {
    String text =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + columns + "), }";
    int length = MAGIC.length + Short.BYTES + text.length() + 1;
    int padded = (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    String line = text + " ".repeat(padded - length) + "\n";
    return ByteBuffer.allocate(padded)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putShort((short) line.length())
        .put(line.getBytes(StandardCharsets.US_ASCII))
        .array();
  }
}
