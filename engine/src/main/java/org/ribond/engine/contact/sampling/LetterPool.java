package org.ribond.engine.contact.sampling;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

/**
 * Lays the letter codes of chains side by side, each different sequence once, with {@code
 * halfWindow} unknown letters before, between and after them.
 */
final class LetterPool {
  private final Alphabet alphabet;
  private final int halfWindow;
  private final Map<String, Integer> starts = new HashMap<>();
  private int[] codes = new int[1024];
  private int length;

  LetterPool(Alphabet alphabet, int halfWindow) {
    if (halfWindow < 0) {
      throw new IllegalArgumentException("half-window " + halfWindow + " is negative");
    }
    this.alphabet = alphabet;
    this.halfWindow = halfWindow;
    appendUnknown(halfWindow);
  }

  /** Position of the first letter of {@code sequence}, which is added if it is new. */
  int add(Sequence sequence) {
    if (sequence.alphabet() != alphabet) {
      throw new IllegalArgumentException(
          sequence.name() + " is " + sequence.alphabet() + ", not " + alphabet);
    }
    Integer known = starts.get(sequence.letters());
    if (known != null) {
      return known;
    }
    int start = length;
    reserve(sequence.length());
    for (int i = 0; i < sequence.length(); i++) {
      codes[length++] = sequence.code(i);
    }
    appendUnknown(halfWindow);
    starts.put(sequence.letters(), start);
    return start;
  }

  /** All codes so far. */
  int[] codes() {
    return Arrays.copyOf(codes, length);
  }

  private void appendUnknown(int count) {
    reserve(count);
    Arrays.fill(codes, length, length + count, alphabet.size());
    length += count;
  }

  private void reserve(int count) {
    int needed = Math.addExact(length, count);
    if (needed > codes.length) {
      codes = Arrays.copyOf(codes, (int) Math.max(needed, Math.min(2L * codes.length, 1 << 30)));
    }
  }
}
