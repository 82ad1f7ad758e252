/**
 * Structures of an RNA by a nearest-neighbour model: the probability of each pair over all nested
 * structures, without a network.
 */
package org.ribond.engine.fold.physics;
