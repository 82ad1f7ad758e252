/**
 * JMH benchmarks of the engine's kernels. {@code mvn -q -DskipTests -Pjmh verify} at the root runs
 * them; {@code docs/performance.md} says more.
 */
package org.ribond.bench.jmh;
