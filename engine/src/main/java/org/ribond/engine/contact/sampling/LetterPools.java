package org.ribond.engine.contact.sampling;

/**
 * Letter codes of all chains that samples refer to, set apart and surrounded by unknown letters so
 * that no window leaves its chain.
 *
 * @param residues codes of all protein chains
 * @param bases codes of all RNA chains
 */
public record LetterPools(int[] residues, int[] bases) {}
