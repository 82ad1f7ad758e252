package org.ribond.engine.fold.predict;

import org.ribond.engine.fold.physics.PairProbabilities;
import org.ribond.engine.fold.structure.Structure;

/**
 * What is predicted of an RNA.
 *
 * @param structure which bases pair
 * @param probabilities of all pairs
 * @param accuracy the share of its bases that is expected to be right in {@code structure}
 */
public record Folded(Structure structure, PairProbabilities probabilities, double accuracy) {}
