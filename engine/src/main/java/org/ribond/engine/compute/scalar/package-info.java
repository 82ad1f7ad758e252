/** The reference backend: plain Java, accumulates in double, slow, obviously right. */
package org.ribond.engine.compute.scalar;
