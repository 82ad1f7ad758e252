/** Networks of which bases of an RNA pair: what they read, their card, their probabilities. */
package org.ribond.engine.fold.model;
