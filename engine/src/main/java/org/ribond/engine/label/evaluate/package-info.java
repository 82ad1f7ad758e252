/** Scores of a model on labelled sequences. */
package org.ribond.engine.label.evaluate;
