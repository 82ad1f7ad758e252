/**
 * Comparisons with other people's software, measured side by side in one run. Only the Maven
 * profile {@code peers} compiles this and fetches that software.
 */
package org.ribond.bench.peer;
