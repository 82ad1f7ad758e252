/** Predicted structures compared with known ones. */
package org.ribond.engine.fold.evaluate;
