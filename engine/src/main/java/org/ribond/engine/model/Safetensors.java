package org.ribond.engine.model;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import org.ribond.engine.file.AtomicFile;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.FileError;
import org.ribond.engine.network.Tensor;

/**
 * The content of a safetensors file: named tensors of 32-bit floats and a map of strings.
 *
 * <p>The file is an 8-byte little-endian length, a JSON header of so many bytes (padded with spaces
 * to a multiple of 8), then the values of all tensors, little-endian, without gaps. The header maps
 * each tensor's name to its {@code dtype}, {@code shape} and {@code data_offsets} and {@code
 * __metadata__} to the strings. The format is that of the safetensors library of Hugging Face,
 * which opens these files; of its types F32 alone is read here, with one or two dimensions. Equal
 * content gives equal bytes.
 *
 * <p>Reading trusts nothing: the header is at most {@value #MAX_HEADER_BYTES} bytes, names are
 * unique, and the tensors must cover the bytes after the header exactly, without gap or overlap,
 * before memory is allocated for any of them.
 *
 * @param metadata strings by name: in the order of the map given, or sorted by name if that has
 *     none
 * @param tensors tensors in the order of their bytes; names are unique and none is {@code
 *     __metadata__}
 */
public record Safetensors(SequencedMap<String, String> metadata, List<Tensor> tensors) {
  /** The longest header read or written. */
  public static final int MAX_HEADER_BYTES = 1 << 20;

  static final String METADATA = "__metadata__";

  private static final int LENGTH_BYTES = 8;
  private static final int CHUNK_BYTES = 1 << 16;

  /** See {@link Safetensors}. */
  public Safetensors(Map<String, String> metadata, List<Tensor> tensors) {
    this(ordered(metadata), tensors);
  }

  /**
   * Checks that the tensors' names are unique.
   *
   * @throws IllegalArgumentException if not
   */
  public Safetensors {
    metadata = ordered(metadata);
    tensors = List.copyOf(tensors);
    Set<String> names = new HashSet<>();
    names.add(METADATA);
    for (Tensor tensor : tensors) {
      if (!names.add(tensor.name())) {
        throw new IllegalArgumentException("tensor name " + tensor.name() + " is taken");
      }
    }
  }

  /**
   * An unmodifiable copy of {@code map} whose order does not depend on the run: its own if it has
   * one, else that of its keys.
   */
  static SequencedMap<String, String> ordered(Map<String, String> map) {
    return Collections.unmodifiableSequencedMap(
        map instanceof SequencedMap<?, ?> ? new LinkedHashMap<>(map) : new TreeMap<>(map));
  }

  /** The tensor of this name, if there is one. */
  public Optional<Tensor> find(String name) {
    return tensors.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
  }

  // ---- writing ----

  /**
   * Replaces {@code path} by this content, whole or not at all.
   *
   * @throws DataException if the file cannot be written
   * @throws IllegalArgumentException if the header would be longer than {@link #MAX_HEADER_BYTES}
   */
  public void write(Path path) {
    byte[] header = SafetensorsHeader.encode(metadata, tensors);
    AtomicFile.write(path, out -> writeTo(out, header));
  }

  /**
   * Writes the bytes of a file.
   *
   * @throws IllegalArgumentException if the header would be longer than {@link #MAX_HEADER_BYTES}
   */
  public void writeTo(OutputStream out) throws IOException {
    writeTo(out, SafetensorsHeader.encode(metadata, tensors));
  }

  private void writeTo(OutputStream out, byte[] header) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(buffer.putLong(header.length).array(), 0, LENGTH_BYTES);
    out.write(header);
    for (Tensor tensor : tensors) {
      float[] values = tensor.values();
      int step = CHUNK_BYTES / Float.BYTES;
      for (int first = 0; first < values.length; first += step) {
        int count = Math.min(step, values.length - first);
        buffer.clear().asFloatBuffer().put(values, first, count);
        out.write(buffer.array(), 0, count * Float.BYTES);
      }
    }
  }

  // ---- reading ----

  /**
   * Reads a file.
   *
   * @throws DataException if it cannot be read or is not of this format, in one line with the path
   */
  public static Safetensors read(Path path) {
    if (Files.isDirectory(path)) {
      throw new DataException(path + ": is a directory, not a file");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return read(path.toString(), in, Files.size(path));
    } catch (NoSuchFileException e) {
      throw new DataException(path + ": no such file", e);
    } catch (AccessDeniedException e) {
      throw new DataException(path + ": permission to read denied", e);
    } catch (IOException e) {
      throw new DataException(path + ": cannot be read: " + FileError.reason(e), e);
    }
  }

  /**
   * Reads the bytes of a file; {@code name} is for messages.
   *
   * @throws DataException if they are not of this format, in one line with the name
   */
  public static Safetensors read(String name, byte[] content) {
    try {
      return read(name, new ByteArrayInputStream(content), content.length);
    } catch (IOException e) {
      throw new DataException(name + ": cannot be read: " + FileError.reason(e), e);
    }
  }

  private static Safetensors read(String name, InputStream in, long length) throws IOException {
    if (length < LENGTH_BYTES) {
      throw new DataException(
          name
              + ": is no safetensors file: it has "
              + length
              + " bytes, fewer than its first field");
    }
    long headerLength =
        ByteBuffer.wrap(fully(name, in, LENGTH_BYTES)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (headerLength < 2 || headerLength > MAX_HEADER_BYTES) {
      throw new DataException(
          name
              + ": is no safetensors file: its header would have "
              + Long.toUnsignedString(headerLength)
              + " bytes; 2 to "
              + MAX_HEADER_BYTES
              + " are possible");
    }
    if (headerLength > length - LENGTH_BYTES) {
      throw new DataException(
          name + ": is truncated: the header ends past the " + length + " bytes of the file");
    }
    SafetensorsHeader header = SafetensorsHeader.decode(name, fully(name, in, (int) headerLength));
    List<SafetensorsHeader.Entry> entries =
        header.inFileOrder(name, length - LENGTH_BYTES - headerLength);
    List<Tensor> tensors = new ArrayList<>(entries.size());
    for (SafetensorsHeader.Entry entry : entries) {
      float[] values = new float[entry.rows() * entry.columns()];
      readValues(name, in, values);
      tensors.add(new Tensor(entry.name(), entry.rows(), entry.columns(), values));
    }
    return new Safetensors(header.metadata(), tensors);
  }

  private static void readValues(String name, InputStream in, float[] values) throws IOException {
    byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, (long) values.length * Float.BYTES)];
    ByteBuffer buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
    int step = CHUNK_BYTES / Float.BYTES;
    for (int first = 0; first < values.length; first += step) {
      int count = Math.min(step, values.length - first);
      if (in.readNBytes(chunk, 0, count * Float.BYTES) < count * Float.BYTES) {
        throw truncatedWhileRead(name);
      }
      buffer.asFloatBuffer().get(values, first, count);
    }
  }

  private static byte[] fully(String name, InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw truncatedWhileRead(name);
    }
    return bytes;
  }

  private static DataException truncatedWhileRead(String name) {
    return new DataException(name + ": became shorter while it was read");
  }
}
