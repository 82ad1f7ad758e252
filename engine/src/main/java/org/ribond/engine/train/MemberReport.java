package org.ribond.engine.train;

import java.util.OptionalDouble;
import org.ribond.engine.network.Weights;

/**
 * A trained member.
 *
 * @param weights its best weights, or the last ones where there is no validation
 * @param epoch number of the epoch that they come from, from 0
 * @param score their validation score, if there is a validation
 */
public record MemberReport(Weights weights, int epoch, OptionalDouble score) {}
