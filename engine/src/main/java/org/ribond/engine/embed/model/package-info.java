/** Models that make vectors of transcripts: what networks read, what the card says. */
package org.ribond.engine.embed.model;
