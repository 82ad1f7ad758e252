/**
 * The seam between networks and devices: {@link org.ribond.engine.compute.Backend} and what it
 * works on.
 */
package org.ribond.engine.compute;
