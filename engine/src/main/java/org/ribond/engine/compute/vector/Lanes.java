package org.ribond.engine.compute.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The width of all vectors of this package, fixed when the class is loaded so that the compiler
 * sees constants. It is the processor's preferred width, or less where the property {@value
 * #WIDTH_PROPERTY} asks for less: tests do, and so may users of processors whose widest vectors are
 * slow.
 *
 * <p>Results do not depend on it: every sum is taken in the same order at every width.
 *
 * <p>No other width of float vectors is used beside it. C2 learns from the profile of the Vector
 * API's own methods which class a vector has; two classes there, and kernels compiled afterwards
 * box their vectors.
 */
final class Lanes {
  /** Width in bits to stay within: 64, 128, 256 or 512. */
  static final String WIDTH_PROPERTY = "ribond.vector.bits";

  /** Floats in a row's unit of storage, a cache line; a multiple of every {@link #COUNT}. */
  static final int LINE = 16;

  private static final int PREFERRED_BITS = VectorShape.preferredShape().vectorBitSize();

  /** Width in bits. */
  static final int BITS = bits(Integer.getInteger(WIDTH_PROPERTY, 512));

  static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED.withShape(shape(BITS));

  /** Floats in a vector: 2, 4, 8 or 16. */
  static final int COUNT = FLOATS.length();

  static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED.withShape(shape(BITS));
  static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED.withShape(shape(BITS));
  static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED.withShape(shape(BITS));

  /** As many shorts as {@link #FLOATS} has floats, or two too many in vectors of 64 bits. */
  static final VectorSpecies<Short> HALF_SHORTS =
      ShortVector.SPECIES_PREFERRED.withShape(shape(Math.max(BITS / 2, 64)));

  /**
   * Whether a fused multiply-add is one instruction. Where it is not, the Vector API takes a path
   * that is slower by orders of magnitude. On x86 every processor with AVX2, which is what makes
   * the preferred width 256 bits, has it in practice; on other architectures it is part of the
   * base.
   */
  private static final boolean FUSED =
      PREFERRED_BITS >= 256 || !System.getProperty("os.arch", "").matches("amd64|x86_64|x86|i386");

  private Lanes() {}

  /** {@code a * b + c}: the one place that decides between a fused operation and two. */
  static FloatVector fma(FloatVector a, FloatVector b, FloatVector c) {
    return FUSED ? a.fma(b, c) : a.mul(b).add(c);
  }

  /** The least multiple of {@code unit} that is at least {@code count}. */
  static int roundUp(int count, int unit) {
    return (count + unit - 1) / unit * unit;
  }

  private static int bits(int wanted) {
    int bits = Math.min(Math.min(wanted, PREFERRED_BITS), 512);
    return bits < 128 ? 64 : Integer.highestOneBit(bits);
  }

  private static VectorShape shape(int bits) {
    return VectorShape.forBitSize(bits);
  }
}
