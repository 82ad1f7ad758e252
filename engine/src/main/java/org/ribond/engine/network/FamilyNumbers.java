package org.ribond.engine.network;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads the numbers of a family, and checks them.
 *
 * <p>Bounds are far beyond any network of use, and small enough that no product of a layer's sizes
 * overflows.
 */
final class FamilyNumbers {
  static final int MOST_UNITS = 1 << 12;
  static final int MOST_TAPS = 1 << 10;
  static final int MOST_LAYERS = 64;

  private final Map<String, Object> entries;
  private final Set<String> taken = new HashSet<>();

  FamilyNumbers(Map<String, Object> entries) {
    this.entries = entries;
  }

  /**
   * Fails unless a number is in range.
   *
   * @throws IllegalArgumentException with the name of the number
   */
  static void check(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + ", which is not in " + least + ".." + most);
    }
  }

  /** The same for each of a list, which has at least {@code fewest}. */
  static void check(String name, List<Integer> values, int fewest, int least, int most) {
    if (values.size() < fewest || values.size() > MOST_LAYERS) {
      throw new IllegalArgumentException(
          name + " are " + values.size() + ", not " + fewest + " to " + MOST_LAYERS);
    }
    values.forEach(value -> check(name, value, least, most));
  }

  /** Fails unless a number is odd and in range. */
  static void checkOdd(String name, int value) {
    check(name, value, 1, MOST_TAPS);
    if (value % 2 == 0) {
      throw new IllegalArgumentException(name + " is " + value + ", which is not odd");
    }
  }

  /** Fails unless a rate of dropout is in [0, 1). */
  static void checkRate(String name, float rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(name + " is " + rate + ", which is not in [0, 1)");
    }
  }

  private Object entry(String name) {
    Object value = entries.get(name);
    if (value == null) {
      throw new IllegalArgumentException("its " + name + " is missing");
    }
    taken.add(name);
    return value;
  }

  int integer(String name) {
    if (entry(name) instanceof Integer value) {
      return value;
    }
    throw new IllegalArgumentException(name + " is no whole number");
  }

  List<Integer> integers(String name) {
    if (!(entry(name) instanceof List<?> list)) {
      throw new IllegalArgumentException(name + " is no list");
    }
    List<Integer> values = new ArrayList<>();
    for (Object value : list) {
      if (!(value instanceof Integer number)) {
        throw new IllegalArgumentException(name + " has an entry that is no whole number");
      }
      values.add(number);
    }
    return values;
  }

  float fraction(String name) {
    if (entry(name) instanceof Number value) {
      return value.floatValue();
    }
    throw new IllegalArgumentException(name + " is no number");
  }

  boolean flag(String name) {
    if (entry(name) instanceof Boolean value) {
      return value;
    }
    throw new IllegalArgumentException(name + " is neither true nor false");
  }

  <T extends Enum<T>> T named(T[] constants, String name) {
    Object value = entry(name);
    for (T constant : constants) {
      if (label(constant).equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(name + " '" + value + "' is unknown");
  }

  /** What a constant is called in a model file. */
  static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** Fails if there is an entry that was not asked for. */
  void requireNoOthers() {
    for (String name : entries.keySet()) {
      if (!taken.contains(name)) {
        throw new IllegalArgumentException("'" + name + "' is unknown");
      }
    }
  }
}
