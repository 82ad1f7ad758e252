/** Training of models that label sequences: plan, defaults, task, validation, card. */
package org.ribond.engine.label.train;
