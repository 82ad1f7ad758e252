package org.ribond.bench.peer;

/**
 * Two ways to do the same work.
 *
 * @param name the work, and the peer's way
 * @param unit unit of {@code amount}
 * @param amount work that each side does in one call
 * @param ours Ribond's way
 * @param theirs the peer's way
 */
record Duel(String name, String unit, double amount, Runnable ours, Runnable theirs) {}
