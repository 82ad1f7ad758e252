package org.ribond.engine.contact.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.tower.LengthPrior;
import org.ribond.engine.contact.tower.TowerFacts;

/**
 * Maps to learn from, and what their lengths alone say.
 *
 * @param maps the maps, at least one
 * @param facts how rare contacts, residues and bases that bind are in them
 * @param meanContacts contacts of a map on the mean
 */
record TowerMaps(List<TowerMap> maps, TowerFacts facts, double meanContacts) {
  /** RNAs from this length on are ribosomes for the most part, which would outweigh all others. */
  static final int LONG_RNA = 1000;

  /** How often a map with such an RNA counts beside others. */
  static final double SHARE_OF_LONG = 0.2;

  /** Shares of letters that bind are kept this far from 0 and 1, where odds have no logarithm. */
  private static final double MARGIN = 1e-3;

  /**
   * The maps of {@code complexes}.
   *
   * @throws IllegalArgumentException if none has a contact
   */
  static TowerMaps of(List<Complex> complexes) {
    List<TowerMap> maps = TowerMap.of(complexes);
    if (maps.isEmpty()) {
      throw new IllegalArgumentException("there is no contact in them");
    }
    TowerFacts facts =
        new TowerFacts(
            prior(maps, map -> Math.log(map.contacts() / map.cells())),
            prior(maps, map -> logit(map.residues().bound())),
            prior(maps, map -> logit(map.bases().bound())));
    double mean = maps.stream().mapToDouble(TowerMap::contacts).average().orElseThrow();
    return new TowerMaps(maps, facts, mean);
  }

  private static double logit(double share) {
    double inside = Math.clamp(share, MARGIN, 1 - MARGIN);
    return Math.log(inside / (1 - inside));
  }

  private static LengthPrior prior(List<TowerMap> maps, ToDoubleFunction<TowerMap> value) {
    List<LengthPrior.Point> points = new ArrayList<>();
    for (TowerMap map : maps) {
      int residues = map.residues().chain().length();
      int bases = map.bases().chain().length();
      double weight = bases >= LONG_RNA ? SHARE_OF_LONG : 1;
      points.add(new LengthPrior.Point(residues, bases, value.applyAsDouble(map), weight));
    }
    return LengthPrior.of(points);
  }
}
