package org.ribond.engine.metric;

/**
 * Where the scores of numbers lie with 95 % confidence, from samples drawn with replacement.
 *
 * @param pearson interval of the correlation
 * @param spearman interval of the rank correlation
 * @param r2 interval of the coefficient of determination
 * @param rmse interval of the root mean squared error
 * @param replicates number of draws
 */
public record NumberIntervals(
    Interval pearson, Interval spearman, Interval r2, Interval rmse, int replicates) {}
