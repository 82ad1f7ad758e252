package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.FLOATS;
import static org.ribond.engine.compute.vector.Lanes.LONGS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.random.Philox;
import org.ribond.engine.random.RandomStream;

/**
 * The factors of {@link Dropout#factor} a row at a time: ten rounds of Philox on as many blocks of
 * eight columns as a vector has longs. A 32-bit word lives in the lower half of a long, where x86
 * multiplies 32 by 32 bits in one instruction; what the upper half holds never matters.
 *
 * <p>Costs about 80 integer operations for 32 columns with vectors of 256 bits.
 */
final class DropoutMask {
  private static final int BLOCK = 8;
  private static final int ROUNDS = 10;
  private static final long LOW = 0xFFFFFFFFL;
  private static final int MULTIPLIER_0 = 0xD2511F53;
  private static final int MULTIPLIER_1 = 0xCD9E8D57;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;

  private static final LongVector BLOCKS = LongVector.zero(LONGS).addIndex(1);
  private static final VectorShuffle<Long> ZIP_FIRST = VectorShuffle.makeZip(LONGS, 0);
  private static final VectorShuffle<Long> ZIP_SECOND = VectorShuffle.makeZip(LONGS, 1);

  private DropoutMask() {}

  /** Length of the scratch array that a row segment of {@code columns} needs. */
  static int scratchLength(int columns) {
    return Lanes.roundUp(columns, LONGS.length() * BLOCK) + Lanes.HALF_SHORTS.length();
  }

  /**
   * Multiplies columns {@code from} to {@code to} (exclusive) of a row by their factors.
   *
   * @param dropout the mask; its row 0 is row 0 of the matrix
   * @param row row of the matrix
   * @param from first column, a multiple of {@link Lanes#LINE}; so is {@code to}
   * @param values the matrix's elements
   * @param at index in {@code values} of column 0 of the row
   * @param numbers scratch of {@link #scratchLength} shorts
   */
  static void apply(
      Dropout dropout, int row, int from, int to, float[] values, int at, short[] numbers) {
    draw(dropout, row, from / BLOCK, (to - from) / BLOCK, numbers);
    FloatVector scale = FloatVector.broadcast(FLOATS, dropout.scale());
    int threshold = dropout.threshold();
    for (int j = from; j < to; j += Lanes.COUNT) {
      FloatVector scaled = FloatVector.fromArray(FLOATS, values, at + j).mul(scale);
      FloatVector.zero(FLOATS)
          .blend(scaled, kept(numbers, j - from, threshold))
          .intoArray(values, at + j);
    }
  }

  /** Which of {@link Lanes#COUNT} elements are kept, from the numbers that {@link #draw} wrote. */
  static VectorMask<Float> kept(short[] numbers, int at, int threshold) {
    IntVector wide =
        (IntVector)
            ShortVector.fromArray(Lanes.HALF_SHORTS, numbers, at)
                .convertShape(VectorOperators.ZERO_EXTEND_S2I, Lanes.INTS, 0);
    return wide.compare(VectorOperators.GE, threshold).cast(FLOATS);
  }

  /**
   * Writes the 16-bit numbers of {@code count} blocks of eight columns of a row, and of a few more
   * up to the next whole vector.
   */
  static void draw(Dropout dropout, int row, int first, int count, short[] numbers) {
    if (Lanes.BITS < 128) {
      drawOneByOne(dropout, row, first, count, numbers);
      return;
    }
    LongVector multiplier0 = word(MULTIPLIER_0);
    LongVector multiplier1 = word(MULTIPLIER_1);
    for (int block = 0; block < count; block += LONGS.length()) {
      LongVector c0 = BLOCKS.add(first + block);
      LongVector c1 = word(dropout.firstRow() + row);
      LongVector c2 = word(RandomStream.DROPOUT.word(dropout.layer()));
      LongVector c3 = word(dropout.step());
      int key0 = dropout.seed();
      int key1 = dropout.member();
      for (int round = 0; round < ROUNDS; round++) {
        LongVector product0 = multiplier0.mul(c0.and(LOW));
        LongVector product1 = multiplier1.mul(c2.and(LOW));
        c0 = upper(product1).lanewise(VectorOperators.XOR, c1).lanewise(VectorOperators.XOR, key0);
        c2 = upper(product0).lanewise(VectorOperators.XOR, c3).lanewise(VectorOperators.XOR, key1);
        c1 = product1;
        c3 = product0;
        key0 += WEYL_0;
        key1 += WEYL_1;
      }
      LongVector words01 = c0.and(LOW).or(c1.lanewise(VectorOperators.LSHL, 32));
      LongVector words23 = c2.and(LOW).or(c3.lanewise(VectorOperators.LSHL, 32));
      int at = block * BLOCK;
      words01.rearrange(ZIP_FIRST, words23).reinterpretAsShorts().intoArray(numbers, at);
      words01
          .rearrange(ZIP_SECOND, words23)
          .reinterpretAsShorts()
          .intoArray(numbers, at + Lanes.SHORTS.length());
    }
  }

  /** For vectors too narrow for two longs. */
  private static void drawOneByOne(
      Dropout dropout, int row, int first, int count, short[] numbers) {
    int[] words = new int[4];
    for (int block = 0; block < count; block++) {
      Philox.block(
          first + block,
          dropout.firstRow() + row,
          RandomStream.DROPOUT.word(dropout.layer()),
          dropout.step(),
          dropout.seed(),
          dropout.member(),
          words);
      for (int i = 0; i < BLOCK; i++) {
        numbers[block * BLOCK + i] = (short) (words[i / 2] >>> (16 * (i % 2)));
      }
    }
  }

  /** A 32-bit word in every lane; the shifts show the compiler that the upper half is 0. */
  private static LongVector word(int value) {
    return upper(LongVector.broadcast(LONGS, (long) value << 32));
  }

  private static LongVector upper(LongVector vector) {
    return vector.lanewise(VectorOperators.LSHR, 32);
  }
}
