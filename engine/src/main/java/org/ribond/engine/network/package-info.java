/** Networks: architecture, weights, layers, loss and optimiser, written once for all backends. */
package org.ribond.engine.network;
