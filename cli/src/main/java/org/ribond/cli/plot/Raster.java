package org.ribond.cli.plot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/**
 * A small picture that is written as PNG. It needs neither a display nor fonts, which servers often
 * lack, and starts at once.
 */
final class Raster {
  static final int WHITE = 0xFFFFFF;
  static final int BLACK = 0x202020;

  /** Digits and signs of numbers, three columns of five rows, the top row in the highest bits. */
  private static final String LETTERS = "0123456789.-e";

  private static final int[] GLYPHS = {
    0b111_101_101_101_111,
    0b010_110_010_010_111,
    0b111_001_111_100_111,
    0b111_001_111_001_111,
    0b101_101_111_001_001,
    0b111_100_111_001_111,
    0b111_100_111_101_111,
    0b111_001_001_010_010,
    0b111_101_111_101_111,
    0b111_101_111_001_111,
    0b000_000_000_000_010,
    0b000_000_111_000_000,
    0b000_111_111_100_111
  };

  private static final int GLYPH_WIDTH = 3;
  private static final int GLYPH_HEIGHT = 5;
  private static final int ZOOM = 2;

  /** Height of text in pixels. */
  static final int TEXT_HEIGHT = GLYPH_HEIGHT * ZOOM;

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  private final int width;
  private final int height;
  private final int[] pixels;

  /** A white picture. */
  Raster(int width, int height) {
    this.width = width;
    this.height = height;
    pixels = new int[width * height];
    Arrays.fill(pixels, WHITE);
  }

  /** Paints a rectangle in the colour {@code 0xRRGGBB}; what lies outside is left out. */
  void fill(int left, int top, int columns, int rows, int colour) {
    for (int y = Math.max(0, top); y < Math.min(height, top + rows); y++) {
      int from = y * width + Math.clamp(left, 0, width);
      int to = y * width + Math.clamp(left + columns, 0, width);
      Arrays.fill(pixels, from, Math.max(from, to), colour);
    }
  }

  /** Width of a number in pixels. */
  static int textWidth(String number) {
    return (number.length() * (GLYPH_WIDTH + 1) - 1) * ZOOM;
  }

  /** Writes a number; letters other than those of numbers stay blank. */
  void text(int left, int top, String number) {
    for (int i = 0; i < number.length(); i++) {
      int glyph = LETTERS.indexOf(number.charAt(i));
      int bits = glyph < 0 ? 0 : GLYPHS[glyph];
      for (int cell = 0; cell < GLYPH_WIDTH * GLYPH_HEIGHT; cell++) {
        if ((bits >> (GLYPH_WIDTH * GLYPH_HEIGHT - 1 - cell) & 1) == 1) {
          int x = left + (i * (GLYPH_WIDTH + 1) + cell % GLYPH_WIDTH) * ZOOM;
          fill(x, top + cell / GLYPH_WIDTH * ZOOM, ZOOM, ZOOM, BLACK);
        }
      }
    }
  }

  /** Writes the picture as PNG: RGB of 8 bits, no filter, one block of data. */
  void writePng(OutputStream out) throws IOException {
    out.write(SIGNATURE);
    byte[] head =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put(new byte[] {8, 2, 0, 0, 0})
            .array();
    chunk(out, "IHDR", head);
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(data)) {
      byte[] row = new byte[1 + 3 * width];
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int colour = pixels[y * width + x];
          row[1 + 3 * x] = (byte) (colour >> 16);
          row[2 + 3 * x] = (byte) (colour >> 8);
          row[3 + 3 * x] = (byte) colour;
        }
        deflater.write(row);
      }
    }
    chunk(out, "IDAT", data.toByteArray());
    chunk(out, "IEND", new byte[0]);
  }

  private static void chunk(OutputStream out, String type, byte[] content) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(content);
    out.write(ByteBuffer.allocate(4).putInt(content.length).array());
    out.write(name);
    out.write(content);
    out.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
