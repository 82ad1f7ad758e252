/**
 * Linear models of sequences: counts of short words and letters by place, with ridge or logistic
 * regression. The bar that a network has to clear.
 */
package org.ribond.engine.label.linear;
