/** Comparisons with other people's software, measured side by side in one run. */
package org.ribond.bench.peer;
