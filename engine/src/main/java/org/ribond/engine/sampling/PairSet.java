package org.ribond.engine.sampling;

/**
 * Samples in the order in which they are to be trained: 16 bytes each.
 *
 * @param residues position of each sample's residue in {@link LetterPools#residues()}
 * @param bases position of each sample's base in {@link LetterPools#bases()}
 * @param labels 1 for a contact, 0 for a negative
 * @param weights weight of each sample in the loss, mean about 1
 */
public record PairSet(int[] residues, int[] bases, int[] labels, float[] weights) {
  /** Number of samples. */
  public int size() {
    return labels.length;
  }
}
