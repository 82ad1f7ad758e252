package org.ribond.engine.embed.probe;

import java.util.List;
import org.ribond.engine.embed.data.Transcript;

/**
 * Lengths of the whole transcript and, where the coding region is known, of its three parts: the
 * natural logarithm of 1 + bases.
 */
public final class LengthFeatures implements Features {
  private static final List<Region> REGIONS =
      List.of(Region.WHOLE, Region.UTR5, Region.CDS, Region.UTR3);

  @Override
  public List<String> names() {
    return REGIONS.stream().map(region -> "length_" + region.word()).toList();
  }

  @Override
  public void write(Transcript transcript, float[] row, int at) {
    for (int i = 0; i < REGIONS.size(); i++) {
      int place = at + i;
      REGIONS
          .get(i)
          .of(transcript)
          .ifPresent(span -> row[place] = (float) Math.log1p(span.length()));
    }
  }
}
