package org.ribond.engine.embed.probe;

import org.ribond.engine.metric.Interval;

/**
 * How well features tell targets.
 *
 * @param name of the score: {@code pearson}, {@code spearman} and {@code r2} of numbers; {@code
 *     roc_auc}, {@code mcc} and {@code accuracy} of classes
 * @param value the score; of several draws their mean, without those in which it is undefined
 * @param interval where it lies with 95 % confidence, drawing groups to test on with replacement;
 *     of several draws where 95 % of them lie; NaN where it is undefined
 */
public record ProbeScore(String name, double value, Interval interval) {}
