/** Training pairs drawn from complexes. */
package org.ribond.engine.sampling;
