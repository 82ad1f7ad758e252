/** Training of networks for contacts: plan, samples, validation, ensemble. */
package org.ribond.engine.contact.train;
