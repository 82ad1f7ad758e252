/** Vectors of transcripts and their nearest neighbours. */
package org.ribond.engine.embed.predict;
