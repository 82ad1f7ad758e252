package org.ribond.engine.label.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Texts one behind the other, a byte a letter, in chunks: a million of them take no objects of
 * their own, and growing copies nothing but the table of their starts. Append only; what has been
 * added may be read by several threads.
 */
final class TextPool {
  /** Small enough to lie in an ordinary region of the heap: G1 rounds larger arrays up to whole. */
  private static final int CHUNK_BITS = 18;

  private static final int CHUNK = 1 << CHUNK_BITS;

  private final List<byte[]> chunks = new ArrayList<>();
  private long[] starts = new long[1024];
  private int count;

  /** Adds a text, and returns its number. */
  int add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long end = starts[count];
    for (int done = 0; done < bytes.length; ) {
      int offset = (int) (end & CHUNK - 1);
      if (offset == 0) {
        chunks.add(new byte[CHUNK]);
      }
      int part = Math.min(CHUNK - offset, bytes.length - done);
      System.arraycopy(bytes, done, chunks.getLast(), offset, part);
      done += part;
      end += part;
    }
    if (++count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
    }
    starts[count] = end;
    return count - 1;
  }

  /** Number of texts. */
  int size() {
    return count;
  }

  /** Bytes of text {@code i}: its letters, if all are ASCII. */
  int length(int i) {
    return Math.toIntExact(starts[i + 1] - starts[i]);
  }

  /** Byte {@code position} of text {@code i}. */
  byte at(int i, int position) {
    long place = starts[i] + position;
    return chunks.get((int) (place >>> CHUNK_BITS))[(int) (place & CHUNK - 1)];
  }

  /** Copies {@code length} bytes of text {@code i}, from {@code first} on, to {@code out[at..]}. */
  void copy(int i, int first, int length, byte[] out, int at) {
    long place = starts[i] + first;
    for (int done = 0; done < length; ) {
      int offset = (int) (place & CHUNK - 1);
      int part = Math.min(CHUNK - offset, length - done);
      System.arraycopy(chunks.get((int) (place >>> CHUNK_BITS)), offset, out, at + done, part);
      done += part;
      place += part;
    }
  }

  /** Text {@code i}. */
  String text(int i) {
    byte[] bytes = new byte[length(i)];
    copy(i, 0, bytes.length, bytes, 0);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
