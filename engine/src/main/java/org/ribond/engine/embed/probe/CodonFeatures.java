package org.ribond.engine.embed.probe;

import java.util.List;
import org.ribond.engine.embed.data.Span;
import org.ribond.engine.embed.data.Transcript;

/**
 * Use of codons: the share of each of the 64 among the codons of the coding region, those with
 * unknown letters left out. A transcript without a known coding region has zeros.
 */
public final class CodonFeatures implements Features {
  private static final int CODON = 3;

  @Override
  public List<String> names() {
    return Words.all(CODON).map(word -> "codon_" + word).toList();
  }

  @Override
  public void write(Transcript transcript, float[] row, int at) {
    transcript.coding().ifPresent(span -> write(transcript, span, row, at));
  }

  private static void write(Transcript transcript, Span span, float[] row, int at) {
    Words.writeShares(transcript.sequence(), span, CODON, CODON, row, at);
  }
}
