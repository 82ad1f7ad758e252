package org.ribond.engine.contact.complex;

import org.ribond.engine.sequence.Alphabet;

/**
 * A protein or RNA chain with the places of its heavy atoms.
 *
 * @param chain name, full sequence and what of it is unobserved
 * @param coordinates x, y and z of each atom in turn, in angstrom; length 3 x atoms
 * @param monomer 0-based index into the sequence of each atom's residue or base; length atoms
 */
record PolymerChain(Chain chain, double[] coordinates, int[] monomer) {
  boolean isProtein() {
    return chain.sequence().alphabet() == Alphabet.PROTEIN;
  }
}
