package org.ribond.engine.contact.sampling;

/**
 * How the training sets of arXiv 2511.08648 are drawn, with the names that the published code has
 * for the same things.
 *
 * @param window length of the whole window, odd, the same for residues and bases
 * @param positiveCopies how often each contact stands in a training set ({@code bindScaleNo})
 * @param negativesPerContact negatives in a training set, per contact of the whole list ({@code
 *     noBindScaleNo})
 * @param parts parts that the list is cut into, in its order ({@code scaleInFiles})
 * @param setsPerPart training sets drawn from each part ({@code nTrain})
 * @param epochsPerSet epochs on each training set ({@code max_epoch})
 */
public record PaperPlan(
    int window,
    int positiveCopies,
    int negativesPerContact,
    int parts,
    int setsPerPart,
    int epochsPerSet) {
  public PaperPlan {
    if (window < 1 || window % 2 == 0) {
      throw new IllegalArgumentException("window " + window + " is not odd");
    }
    if (positiveCopies < 1
        || negativesPerContact < 1
        || parts < 1
        || setsPerPart < 1
        || epochsPerSet < 1) {
      throw new IllegalArgumentException(
          "all numbers of a plan are at least 1: "
              + positiveCopies
              + ", "
              + negativesPerContact
              + ", "
              + parts
              + ", "
              + setsPerPart
              + ", "
              + epochsPerSet);
    }
  }

  /**
   * The plan of most published runs: each contact once, 50 negatives a contact, the list in two
   * halves. {@code setsPerPart} was 1, 5, 10 or 20, and {@code totalEpochs} (50 for ReLU and gated
   * networks, 150 for tanh) is shared out among the sets of a part.
   */
  public static PaperPlan published(int window, int setsPerPart, int totalEpochs) {
    return new PaperPlan(window, 1, 50, 2, setsPerPart, totalEpochs / setsPerPart);
  }

  /** Letters on each side of a window's centre. */
  public int halfWindow() {
    return window / 2;
  }

  /** Number of all training sets. */
  public int sets() {
    return parts * setsPerPart;
  }

  /** Number of all epochs. */
  public int epochs() {
    return sets() * epochsPerSet;
  }
}
