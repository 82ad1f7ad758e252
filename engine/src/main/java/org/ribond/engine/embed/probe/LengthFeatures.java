package org.ribond.engine.embed.probe;

import java.util.Arrays;
import java.util.List;
import org.ribond.engine.embed.data.Transcript;

/**
 * Lengths of the whole transcript and, where the coding region is known, of its three parts: the
 * natural logarithm of 1 + bases.
 */
public final class LengthFeatures implements Features {
  @Override
  public List<String> names() {
    return Arrays.stream(Region.values()).map(region -> "length_" + region.word()).toList();
  }

  @Override
  public void write(Transcript transcript, float[] row, int at) {
    for (Region region : Region.values()) {
      int place = at + region.ordinal();
      region.of(transcript).ifPresent(span -> row[place] = (float) Math.log1p(span.length()));
    }
  }
}
