package org.ribond.engine.metric;

/** Where a score lies with 95 % confidence; both ends are NaN where it is undefined. */
public record Interval(double lower, double upper) {}
