package org.ribond.engine.contact.sampling;

import org.ribond.engine.contact.complex.Complex;

/**
 * What complexes have in common if they are copies of one another: all that a network sees of them.
 *
 * @param protein letters of the protein, in upper case
 * @param rna letters of the RNA, in upper case
 */
public record SequencePair(String protein, String rna) {
  /** The sequences of {@code complex}. */
  public static SequencePair of(Complex complex) {
    return new SequencePair(
        complex.protein().sequence().letters(), complex.rna().sequence().letters());
  }
}
