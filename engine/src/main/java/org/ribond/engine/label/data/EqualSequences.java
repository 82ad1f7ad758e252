package org.ribond.engine.label.data;

import java.util.Arrays;
import java.util.OptionalInt;

/** Finds sequences with the same letter codes in a set: T is U, and unknown letters are equal. */
final class EqualSequences {
  private static final int NONE = -1;

  private final LabelData data;
  private final int[] heads;
  private final int[] next;
  private final int[] hashes;

  /** The first of the sequences that are equal to each. */
  private final int[] firsts;

  EqualSequences(LabelData data) {
    this.data = data;
    int size = data.size();
    heads = new int[Integer.highestOneBit(Math.max(1, size)) * 2];
    next = new int[size];
    hashes = new int[size];
    firsts = new int[size];
    Arrays.fill(heads, NONE);
    for (int i = 0; i < size; i++) {
      hashes[i] = hash(data, i);
      firsts[i] = find(data, i, hashes[i]).orElse(i);
      if (firsts[i] == i) {
        int slot = hashes[i] & heads.length - 1;
        next[i] = heads[slot];
        heads[slot] = i;
      }
    }
  }

  /** The first sequence of the set that is equal to its sequence {@code i}: often itself. */
  int first(int i) {
    return firsts[i];
  }

  /** The first sequence of the set that is equal to sequence {@code i} of {@code other}. */
  OptionalInt find(LabelData other, int i) {
    return find(other, i, hash(other, i));
  }

  private OptionalInt find(LabelData other, int i, int hash) {
    int length = other.length(i);
    for (int j = heads[hash & heads.length - 1]; j != NONE; j = next[j]) {
      if (hashes[j] == hash
          && data.length(j) == length
          && other.sameCodes(i, 0, data, j, 0, length)) {
        return OptionalInt.of(j);
      }
    }
    return OptionalInt.empty();
  }

  private static int hash(LabelData data, int i) {
    int hash = Arrays.hashCode(data.codes(i)) * 0x9E3779B9;
    return hash ^ hash >>> 15;
  }
}
