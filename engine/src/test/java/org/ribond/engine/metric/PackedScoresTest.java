package org.ribond.engine.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PackedScoresTest {
  private static float[] unpack(PackedScores scores) {
    float[] all = new float[Math.toIntExact(scores.size())];
    int[] next = {0};
    scores.forEachRun(
        (bits, count) -> {
          for (int i = 0; i < count; i++) {
            all[next[0]++] = Float.intBitsToFloat(bits[i]);
          }
        });
    assertEquals(all.length, next[0]);
    return all;
  }

  @Test
  void forEachRun_extremeScores_comeBackBitForBit() {
    float[] scores = {
      0, Float.MIN_VALUE, Float.MIN_NORMAL, 1e-30f, 0.1f, 0.1f, Math.nextDown(1f), 1, 1
    };
    PackedScores packed = new PackedScores();
    for (float score : scores) {
      packed.add(score);
    }

    assertArrayEquals(scores, unpack(packed));
  }

  @Test
  void forEachRun_noScores_visitsNothing() {
    assertArrayEquals(new float[0], unpack(new PackedScores()));
  }

  @Test
  void forEachRun_moreThanARun_comeBackBitForBit() {
    Random random = new Random(5);
    PackedScores packed = new PackedScores();
    float[] scores = new float[(1 << 20) + 77];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) Math.exp(-20 * random.nextDouble());
      packed.add(scores[i]);
    }

    float[] unpacked = unpack(packed);

    Arrays.sort(scores);
    Arrays.sort(unpacked);
    assertArrayEquals(scores, unpacked);
  }

  @Test
  void countBetween_edges_separatesBelowAtAndAbove() {
    PackedScores packed = new PackedScores();
    for (float score : new float[] {0.1f, 0.2f, 0.2f, 0.3f, 0.4f, 0.4f, 0.4f}) {
      packed.add(score);
    }
    int[] edges = {Float.floatToRawIntBits(0.2f), Float.floatToRawIntBits(0.35f)};

    assertArrayEquals(new long[] {1, 2, 1, 0, 3}, packed.countBetween(edges));
    assertArrayEquals(new long[] {7}, packed.countBetween(new int[0]));
  }

  @Test
  void countFrom_threshold_countsTheScoreItself() {
    PackedScores packed = new PackedScores();
    packed.add(0.2f);
    packed.add(0.3f);

    assertEquals(2, packed.countFrom(0));
    assertEquals(1, packed.countFrom(0.3f));
    assertEquals(0, packed.countFrom(Math.nextUp(0.3f)));
    assertEquals(0, packed.countFrom(1.001f));
  }
}
