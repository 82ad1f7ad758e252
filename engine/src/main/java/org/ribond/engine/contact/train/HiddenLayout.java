package org.ribond.engine.contact.train;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The layouts of hidden layers of arXiv 2511.08648, with {@code k1 = floor(mult (m + 1))} and
 * {@code k2 = floor(mult (2m + 1))}. Here {@code m} is the width of the paper's input, 26 for each
 * residue and 4 for each base, so that sizes are the paper's although Ribond's own input is
 * narrower.
 */
public enum HiddenLayout {
  /** k1 units. */
  ONE_A("1a"),
  /** k2 units. */
  ONE_B("1b"),
  /** k1 and k2 units: the layout of most published runs. */
  TWO("2"),
  /** k1, k1 and k2 units. */
  THREE_A("3a"),
  /** k1, k2 and k2 units. */
  THREE_B("3b");

  private static final int RESIDUE_COLUMNS = 26;
  private static final int BASE_COLUMNS = 4;

  private final String label;

  HiddenLayout(String label) {
    this.label = label;
  }

  /** The paper's name. */
  public String label() {
    return label;
  }

  /** The one with the paper's name. */
  public static Optional<HiddenLayout> of(String label) {
    return Arrays.stream(values()).filter(layout -> layout.label.equals(label)).findFirst();
  }

  /**
   * Units of each hidden layer.
   *
   * @param residueWindow length of the residue window
   * @param baseWindow length of the base window
   * @param mult factor of the sizes, above 0
   * @throws IllegalArgumentException if a layer would be empty or beyond 2^20 units
   */
  public List<Integer> units(int residueWindow, int baseWindow, double mult) {
    double m = (double) RESIDUE_COLUMNS * residueWindow + BASE_COLUMNS * baseWindow;
    int k1 = units(mult * (m + 1));
    int k2 = units(mult * (2 * m + 1));
    return switch (this) {
      case ONE_A -> List.of(k1);
      case ONE_B -> List.of(k2);
      case TWO -> List.of(k1, k2);
      case THREE_A -> List.of(k1, k1, k2);
      case THREE_B -> List.of(k1, k2, k2);
    };
  }

  private static int units(double size) {
    if (!(size >= 1 && size < 1 << 20)) {
      throw new IllegalArgumentException("a hidden layer of " + size + " units");
    }
    return (int) size;
  }
}
