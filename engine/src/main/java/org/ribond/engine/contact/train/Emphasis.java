package org.ribond.engine.contact.train;

/**
 * Which samples count for how much in training, beside how many are drawn.
 *
 * @param positiveCopies how often each contact stands in an epoch, at least 1 (over-sampling)
 * @param contactWeight what a contact's weight in the loss is multiplied by, above 0
 * @param focus exponent of the focal loss (Lin et al., 2017); 0 for cross-entropy
 * @param hardest of each mini-batch's negatives, one in so many is trained: those that score
 *     highest (Shrivastava, Gupta and Girshick, 2016); 1 for all
 */
public record Emphasis(int positiveCopies, float contactWeight, float focus, int hardest) {
  /** All samples alike. */
  public static final Emphasis NONE = new Emphasis(1, 1, 0, 1);

  public Emphasis {
    if (positiveCopies < 1 || hardest < 1) {
      throw new IllegalArgumentException(
          positiveCopies + " copies of contacts, one of " + hardest + " negatives");
    }
    if (!(contactWeight > 0 && Float.isFinite(contactWeight))) {
      throw new IllegalArgumentException("contact weight " + contactWeight + " is not above 0");
    }
    if (!(focus >= 0 && Float.isFinite(focus))) {
      throw new IllegalArgumentException("focus " + focus + " is not at least 0");
    }
  }
}
