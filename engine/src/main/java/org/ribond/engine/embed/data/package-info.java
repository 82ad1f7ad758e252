/** Transcripts with what is known of them, read one at a time from tables and FASTA files. */
package org.ribond.engine.embed.data;
