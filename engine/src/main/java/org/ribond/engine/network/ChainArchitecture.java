package org.ribond.engine.network;

/**
 * Shape of a network on whole sequences, of any lengths.
 *
 * @param alphabet number of letters, at least 2
 * @param outputs numbers that it gives for a sequence, or for each pair of its letters, at least 1:
 *     logits of classes, or numbers. Which of them is the loss's business
 * @param family what its layers are
 */
public record ChainArchitecture(int alphabet, int outputs, Family family) implements Architecture {
  /** Most words over an alphabet that a layer has weights for. */
  public static final int MOST_WORDS = 1 << 16;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is out of range; the message says which
   */
  public ChainArchitecture {
    FamilyNumbers.check("alphabet", alphabet, 2, 64);
    FamilyNumbers.check("outputs", outputs, 1, 1 << 10);
    if (family instanceof PairFamily pairs && pairs.outputs() != outputs) {
      throw new IllegalArgumentException(
          "family " + family.name() + " gives " + pairs.outputs() + " numbers, not " + outputs);
    }
    if (family instanceof IsoClr encoder
        && encoder.top() == IsoClr.Top.VECTOR
        && encoder.vector() != outputs) {
      throw new IllegalArgumentException(
          "a vector of " + encoder.vector() + " numbers, not " + outputs);
    }
    for (int word : family.words()) {
      if (Math.pow(alphabet, word) > MOST_WORDS) {
        throw new IllegalArgumentException(
            "words of " + word + " letters are too many with an alphabet of " + alphabet);
      }
    }
  }

  /**
   * Multiply-adds of products in one pass over a sequence of so many letters; a gathered weight
   * counts as one, what is done element by element as none.
   */
  public double multiplyAdds(int letters) {
    return ChainBlueprint.of(this).multiplyAdds(letters);
  }

  @Override
  public float dropout() {
    return family.dropout();
  }
}
