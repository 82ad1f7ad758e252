package org.ribond.engine.train;

import java.util.Optional;
import org.ribond.engine.network.LearnerState;

/**
 * A member in training, between two steps.
 *
 * @param learner the network and its optimiser
 * @param epoch number of the epoch that is under way
 * @param nextSample samples of that epoch that have been trained
 * @param seconds wall time that they took
 * @param best the best epoch so far, once there is one
 */
record MemberState(
    LearnerState learner, int epoch, int nextSample, double seconds, Optional<MemberReport> best) {}
