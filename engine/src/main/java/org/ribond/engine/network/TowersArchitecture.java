package org.ribond.engine.network;

/**
 * Shape of two networks along chains, one for each kind of chain: a number of a residue and one of
 * a base add up to that of their pair, so no network sees a pair.
 *
 * @param residues reads proteins
 * @param bases reads RNAs
 */
public record TowersArchitecture(ChainArchitecture residues, ChainArchitecture bases)
    implements Architecture {
  /** What begins the names of the first network's tensors. */
  public static final String RESIDUES = "residue.";

  /** What begins the names of the second network's tensors. */
  public static final String BASES = "base.";

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if one is no {@link Tower} with two outputs for each letter
   */
  public TowersArchitecture {
    check(residues);
    check(bases);
  }

  private static void check(ChainArchitecture part) {
    if (!(part.family() instanceof Tower) || part.outputs() != ChainTargets.Sites.COLUMNS) {
      throw new IllegalArgumentException(
          "a network of family "
              + part.family().name()
              + " with "
              + part.outputs()
              + " outputs is no tower with 2");
    }
  }

  @Override
  public int outputs() {
    return residues.outputs();
  }

  @Override
  public float dropout() {
    return residues.dropout();
  }
}
