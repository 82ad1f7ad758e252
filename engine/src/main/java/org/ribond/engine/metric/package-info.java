/** Metrics of scores: confusion counts, exact curves, calibration, intervals. */
package org.ribond.engine.metric;
