package org.ribond.engine.compute.vector;

/** Working memory of one thread; arrays grow when asked and hold what was last written. */
final class Scratch {
  private float[] floats = new float[0];
  private short[] shorts = new short[0];
  private int[] ints = new int[0];

  /** One tile of a product. */
  final float[] tile = new float[Tile.ROWS * Tile.COLUMNS];

  /** The elements of a block of a sparse product. */
  final NonZeros nonZeros = new NonZeros();

  /** At least {@code length} floats. */
  float[] floats(int length) {
    if (floats.length < length) {
      floats = new float[length];
    }
    return floats;
  }

  /** At least {@code length} shorts. */
  short[] shorts(int length) {
    if (shorts.length < length) {
      shorts = new short[length];
    }
    return shorts;
  }

  /** At least {@code length} integers. */
  int[] ints(int length) {
    if (ints.length < length) {
      ints = new int[length];
    }
    return ints;
  }
}
