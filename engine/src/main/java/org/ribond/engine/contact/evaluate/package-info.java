/** Evaluation of contact maps: whole maps, and the protocol of the paper. */
package org.ribond.engine.contact.evaluate;
