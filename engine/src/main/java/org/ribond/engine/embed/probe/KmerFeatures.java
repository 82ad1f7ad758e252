package org.ribond.engine.embed.probe;

import java.util.List;
import org.ribond.engine.embed.data.Transcript;

/**
 * Words of {@code k} bases: the share of each among all places of the whole transcript, and where
 * the coding region is known, of what lies before and behind it. Places with unknown letters are
 * left out.
 */
public final class KmerFeatures implements Features {
  private static final List<Region> REGIONS = List.of(Region.WHOLE, Region.UTR5, Region.UTR3);
  private static final int LONGEST = 6;

  private final int k;

  /**
   * Words of {@code k} bases.
   *
   * @throws IllegalArgumentException if they are not of 1 to {@value #LONGEST}
   */
  public KmerFeatures(int k) {
    check(k);
    this.k = k;
  }

  static void check(int k) {
    if (k < 1 || k > LONGEST) {
      throw new IllegalArgumentException("words of " + k + " bases; possible are 1 to " + LONGEST);
    }
  }

  @Override
  public List<String> names() {
    return REGIONS.stream()
        .flatMap(region -> Words.all(k).map(word -> region.word() + "_" + word))
        .toList();
  }

  @Override
  public void write(Transcript transcript, float[] row, int at) {
    for (int i = 0; i < REGIONS.size(); i++) {
      int place = at + i * Words.count(k);
      REGIONS
          .get(i)
          .of(transcript)
          .ifPresent(span -> Words.writeShares(transcript.sequence(), span, k, 1, row, place));
    }
  }
}
