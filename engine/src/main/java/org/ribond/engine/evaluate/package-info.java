/** Scores of predictions: confusion counts, exact curves, calibration and protocols. */
package org.ribond.engine.evaluate;
