package org.ribond.engine.network;

import org.ribond.engine.compute.Ints;
import org.ribond.engine.compute.WindowInput;

/**
 * One windowed input of a network: one-hot letters around a centre.
 *
 * @param name what the letters are, such as {@code residue}; part of tensor names
 * @param alphabet number of letters
 * @param halfWindow letters on each side of the centre; the window is {@code 2 * halfWindow + 1}
 *     long
 */
public record Window(String name, int alphabet, int halfWindow) {
  public Window {
    if (alphabet < 1 || halfWindow < 0) {
      throw new IllegalArgumentException(
          "window " + name + ": alphabet " + alphabet + ", half-window " + halfWindow);
    }
  }

  /** Number of letters in the window. */
  public int length() {
    return 2 * halfWindow + 1;
  }

  /** Rows of the window's weight matrix, which is the width of its one-hot code. */
  public int weightRows() {
    return length() * alphabet;
  }

  /** The windows of the positions from {@code first} on. */
  WindowInput input(Ints letters, Ints positions, int first) {
    return new WindowInput(letters, positions, first, alphabet, halfWindow);
  }
}
