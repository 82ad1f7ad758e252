package org.ribond.engine.sequence.homology;

/** Sets of numbers that can be united (union-find with path halving). */
public final class DisjointSets {
  private final int[] parent;

  /** Each of {@code count} numbers in a set of its own. */
  public DisjointSets(int count) {
    parent = new int[count];
    for (int i = 0; i < count; i++) {
      parent[i] = i;
    }
  }

  /** Smallest number of the set of {@code i}. */
  public int find(int i) {
    int root = i;
    while (parent[root] != root) {
      parent[root] = parent[parent[root]];
      root = parent[root];
    }
    return root;
  }

  /** Makes one set of those of {@code i} and {@code j}. */
  public void unite(int i, int j) {
    int first = find(i);
    int second = find(j);
    parent[Math.max(first, second)] = Math.min(first, second);
  }
}
