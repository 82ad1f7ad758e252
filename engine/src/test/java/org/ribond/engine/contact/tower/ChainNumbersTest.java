package org.ribond.engine.contact.tower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

class ChainNumbersTest {
  private static float[] row(float[] numbers, int width, int row, int from, int to) {
    return Arrays.copyOfRange(numbers, row * width + from, row * width + to);
  }

  @Test
  void residues_ofAShortProtein_arePropertiesSharesAndPlaces() {
    float[] numbers = ChainNumbers.residues(new Sequence("p", Alphabet.PROTEIN, "KWX"));
    int width = ChainNumbers.OF_RESIDUE;
    assertEquals(3 * width, numbers.length);
    // Lysine: -3.9 / 3, charge 1, (168.6 - 140) / 40, 2 (1.16 - 1), 2 (0.74 - 1), disorder.
    assertArrayEquals(
        new float[] {-1.3f, 1, 0.715f, 0.32f, -0.52f, 0.586f}, row(numbers, width, 0, 0, 6), 1e-6f);
    assertArrayEquals(
        new float[] {0, 0, 0, 0, 0, 0.1f}, row(numbers, width, 2, 0, 6), 1e-6f, "unknown");
    // Of K, W and an unknown one, within reach of each: a third each of KR and FWY, times 3.
    assertArrayEquals(
        new float[] {1, 0, 0, 0, 1, 0, 0, 0, 0}, row(numbers, width, 1, 6, 15), 1e-6f);
    float size = (float) (Math.log(3) - 5.2);
    assertArrayEquals(
        new float[] {1, 0, (float) Math.exp(-0.1), (float) Math.exp(-0.1), size},
        row(numbers, width, 1, 42, 47),
        1e-6f);
  }

  @Test
  void residues_farApart_areNotWithinReach() {
    String protein = "K" + "A".repeat(30) + "K";
    float[] numbers = ChainNumbers.residues(new Sequence("p", Alphabet.PROTEIN, protein));
    // Of the eight within 7 of the first, itself alone is K; of the 31 within 30 too.
    assertEquals(3f / 8, numbers[6], 1e-6f);
    assertEquals(4f / 31, numbers[24], 1e-6f);
    assertEquals(4 * 2f / 32, numbers[33], 1e-6f);
  }

  @Test
  void bases_ofAShortRna_areSharesAndPlaces() {
    float[] numbers = ChainNumbers.bases(new Sequence("r", Alphabet.RNA, "GGCN"));
    int width = ChainNumbers.OF_BASE;
    assertEquals(4 * width, numbers.length);
    assertArrayEquals(
        new float[] {0, 0.5f, 1, 0, 0, 0.5f, 1, 0}, row(numbers, width, 3, 0, 8), 1e-6f);
    float size = (float) ((Math.log(4) - 4.2) / 1.5);
    assertArrayEquals(
        new float[] {1, 0.5f, (float) Math.exp(-0.6), 1, size},
        row(numbers, width, 3, 8, 13),
        1e-6f);
  }
}
