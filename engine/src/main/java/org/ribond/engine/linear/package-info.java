/**
 * Linear models of any samples: ridge regression by its normal or its dual equations, and logistic
 * regression.
 */
package org.ribond.engine.linear;
