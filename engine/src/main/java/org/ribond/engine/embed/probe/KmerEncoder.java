package org.ribond.engine.embed.probe;

import java.util.List;
import org.ribond.engine.embed.data.Encoder;
import org.ribond.engine.embed.data.Span;
import org.ribond.engine.embed.data.Transcript;

/**
 * The shares of all words of {@code k} bases among the places of a transcript: what trained vectors
 * are to be better than.
 *
 * @param k bases of a word, 1 to 6
 */
public record KmerEncoder(int k) implements Encoder {
  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public KmerEncoder {
    KmerFeatures.check(k);
  }

  @Override
  public int width() {
    return Words.count(k);
  }

  @Override
  public float[][] vectors(List<Transcript> transcripts) {
    float[][] vectors = new float[transcripts.size()][width()];
    for (int i = 0; i < vectors.length; i++) {
      Transcript each = transcripts.get(i);
      Words.writeShares(each.sequence(), new Span(0, each.length()), k, 1, vectors[i], 0);
    }
    return vectors;
  }
}
