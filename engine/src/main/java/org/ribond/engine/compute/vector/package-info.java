/**
 * The backend for processors with vector units: Java's Vector API on all cores. This is the only
 * package that imports {@code jdk.incubator.vector}; nothing in it is loaded before {@link
 * org.ribond.engine.compute.vector.VectorBackendProvider} has seen that the module is there.
 */
package org.ribond.engine.compute.vector;
