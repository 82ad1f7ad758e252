/** Classes and numbers that a model gives for sequences, in a stream. */
package org.ribond.engine.label.predict;
