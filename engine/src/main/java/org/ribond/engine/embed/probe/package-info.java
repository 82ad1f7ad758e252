/**
 * What simple features or vectors of transcripts say of numbers or classes: linear models on few or
 * many labels, tested on groups that they have not seen.
 */
package org.ribond.engine.embed.probe;
