/** Alphabets, sequences and FASTA files. */
package org.ribond.engine.sequence;
