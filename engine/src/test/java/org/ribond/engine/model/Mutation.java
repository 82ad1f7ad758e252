package org.ribond.engine.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Damages files of the safetensors format. */
final class Mutation {
  private static final byte[] FRAGMENTS =
      "{}[]\",:0123456789-e.\\u F32shape".getBytes(StandardCharsets.US_ASCII);

  private Mutation() {}

  /** A copy of {@code original} with one to four changes. */
  static byte[] of(byte[] original, SplittableRandom random) {
    byte[] bytes = original.clone();
    for (int changes = random.nextInt(1, 5); changes > 0 && bytes.length > 0; changes--) {
      bytes = change(bytes, random);
    }
    return bytes;
  }

  private static byte[] change(byte[] bytes, SplittableRandom random) {
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(6)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = FRAGMENTS[random.nextInt(FRAGMENTS.length)];
      case 2 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 3 -> {
        return cutOut(bytes, at, random.nextInt(1, 9));
      }
      case 4 -> {
        int to = random.nextInt(bytes.length);
        int count = random.nextInt(1, 33);
        count = Math.min(count, bytes.length - Math.max(at, to));
        System.arraycopy(bytes.clone(), at, bytes, to, count);
      }
      default -> {
        if (bytes.length >= 8) {
          ByteBuffer.wrap(bytes)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(0, random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(1024));
        }
      }
    }
    return bytes;
  }

  private static byte[] cutOut(byte[] bytes, int at, int count) {
    int end = Math.min(bytes.length, at + count);
    byte[] shorter = Arrays.copyOf(bytes, bytes.length - (end - at));
    System.arraycopy(bytes, end, shorter, at, bytes.length - end);
    return shorter;
  }
}
