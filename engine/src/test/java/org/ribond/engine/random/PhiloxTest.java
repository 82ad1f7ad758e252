package org.ribond.engine.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Known answers of philox4x32-10, from the {@code kat_vectors} of the authors' Random123. */
class PhiloxTest {
  @Test
  void block_zeros_givesKnownAnswer() {
    assertArrayEquals(
        new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, block(0, 0, 0, 0, 0, 0));
  }

  @Test
  void block_ones_givesKnownAnswer() {
    assertArrayEquals(
        new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}, block(-1, -1, -1, -1, -1, -1));
  }

  @Test
  void block_digitsOfPi_givesKnownAnswer() {
    assertArrayEquals(
        new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
        block(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0));
  }

  @Test
  void unit_extremes_areZeroAndJustBelowOne() {
    assertEquals(0, Philox.unit(0xFF));
    assertEquals(1 - 0x1p-24f, Philox.unit(-1));
  }

  private static int[] block(int c0, int c1, int c2, int c3, int k0, int k1) {
    int[] words = new int[4];
    Philox.block(c0, c1, c2, c3, k0, k1, words);
    return words;
  }
}
