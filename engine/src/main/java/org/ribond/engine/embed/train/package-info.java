/** Contrastive training of encoders: plan, groups, views, validation, card. */
package org.ribond.engine.embed.train;
