/** Training of networks of which bases of an RNA pair: plan, samples, validation, card. */
package org.ribond.engine.fold.train;
