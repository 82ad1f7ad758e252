/** Secondary structures of RNAs: which bases pair, and the files that say so. */
package org.ribond.engine.fold.structure;
