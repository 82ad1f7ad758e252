/** Training runs: plan, trainer, checkpoint, ensemble. */
package org.ribond.engine.train;
