/** Counter-based random numbers, the same for arithmetic and biology. */
package org.ribond.engine.random;
