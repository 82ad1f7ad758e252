/**
 * The hardware benchmark: what a machine's backends reach in the work that Ribond is made of, as
 * numbers and as shares of what was measured to be possible there.
 */
package org.ribond.bench;
