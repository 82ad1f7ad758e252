/** The structure of each of many RNAs, on all processors, in their order. */
package org.ribond.engine.fold.predict;
