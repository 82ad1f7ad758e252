package org.ribond.engine.compute;

/**
 * All that the operations of one optimiser step may not have in common with those of another.
 *
 * @param step number of the step, as dropout masks have it
 * @param first index of the mini-batch's first sample
 * @param scale factor of each sample's loss, not 0
 * @param adam the optimiser's step; of it the step's number may change, nothing else
 */
public record StepVariables(int step, int first, float scale, AdamStep adam) {}
