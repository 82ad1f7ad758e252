package org.ribond.engine.metric;

/**
 * How well predicted numbers agree with measured ones. What is undefined, such as a correlation
 * with a constant, is NaN.
 *
 * @param samples number of measured values; missing ones are left out
 * @param pearson correlation, -1 to 1
 * @param spearman correlation of the ranks, equal values sharing their mean rank
 * @param r2 coefficient of determination: 1 minus the squared errors per squared deviations from
 *     the mean measured value; 1 is perfect, 0 as good as that mean
 * @param rmse root of the mean squared error, in the units of the numbers
 */
public record NumberScores(int samples, double pearson, double spearman, double r2, double rmse) {}
