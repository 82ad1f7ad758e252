package org.ribond.engine.label.data;

import java.util.Locale;
import java.util.Optional;

/** The side of a split that a record stands on. */
public enum Part {
  /** To train on. */
  TRAIN(0),
  /** To stop training and to calibrate by. */
  VALID(1),
  /** To evaluate on, and nothing else. */
  TEST(2);

  private final int code;

  Part(int code) {
    this.code = code;
  }

  /** The number that stands for the part in a set: 0, 1 or 2, in the order of the parts. */
  int code() {
    return code;
  }

  /** The part of a number. */
  static Part ofCode(int code) {
    return switch (code) {
      case 0 -> TRAIN;
      case 1 -> VALID;
      case 2 -> TEST;
      default -> throw new IllegalArgumentException("no part has the code " + code);
    };
  }

  /** The name in files: {@code train}, {@code valid} or {@code test}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The part that {@code word} names, in either case; {@code validation}, {@code val} and {@code
   * dev} are other names of {@link #VALID}, {@code training} is one of {@link #TRAIN}.
   */
  public static Optional<Part> of(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "train", "training" -> Optional.of(TRAIN);
      case "valid", "validation", "val", "dev" -> Optional.of(VALID);
      case "test" -> Optional.of(TEST);
      default -> Optional.empty();
    };
  }
}
