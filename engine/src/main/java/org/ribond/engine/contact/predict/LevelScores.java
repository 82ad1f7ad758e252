package org.ribond.engine.contact.predict;

/**
 * Scores of the letters of two chains, each by itself.
 *
 * @param residues of each residue, that it touches any base
 * @param bases of each base, that it touches any residue
 */
public record LevelScores(float[] residues, float[] bases) {}
