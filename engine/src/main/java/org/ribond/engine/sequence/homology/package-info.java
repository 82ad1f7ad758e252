/** Which sequences are relatives: alignment, and sets of homologous ones. */
package org.ribond.engine.sequence.homology;
