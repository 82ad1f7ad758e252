package org.ribond.engine.sequence;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Sequences of random letters, and their relatives, for tests. */
public final class RandomLetters {
  private final Random random;

  /** Takes all its numbers from {@code random}. */
  public RandomLetters(Random random) {
    this.random = random;
  }

  /** {@code length} letters. */
  public String random(Alphabet alphabet, int length) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < length; i++) {
      letters.append(alphabet.letters().charAt(random.nextInt(alphabet.size())));
    }
    return letters.toString();
  }

  /** Changes the letters at {@code count} different places to others. */
  public String mutated(String letters, Alphabet alphabet, int count) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < letters.length(); i++) {
      places.add(i);
    }
    Collections.shuffle(places, random);
    StringBuilder changed = new StringBuilder(letters);
    for (int place : places.subList(0, count)) {
      int code = alphabet.code(letters.charAt(place));
      int other = (code + 1 + random.nextInt(alphabet.size() - 1)) % alphabet.size();
      changed.setCharAt(place, alphabet.letters().charAt(other));
    }
    return changed.toString();
  }
}
