package org.ribond.engine.embed.probe;

import java.util.ArrayList;
import java.util.List;
import org.ribond.engine.embed.data.Span;
import org.ribond.engine.embed.data.Transcript;
import org.ribond.engine.sequence.Alphabet;

/**
 * Which base stands at each of the last places before the coding region, or of a transcript that
 * none is known of, such as a leader alone, before its end. Places that there are not and unknown
 * letters have zeros.
 */
public final class PositionFeatures implements Features {
  private static final int BASES = Alphabet.RNA.size();

  private final int places;

  /**
   * So many places.
   *
   * @throws IllegalArgumentException if there is none
   */
  public PositionFeatures(int places) {
    if (places < 1) {
      throw new IllegalArgumentException(places + " places; needed is at least 1");
    }
    this.places = places;
  }

  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (int place = 1; place <= places; place++) {
      for (char letter : Alphabet.RNA.letters().toCharArray()) {
        names.add("base_-" + place + letter);
      }
    }
    return names;
  }

  @Override
  public void write(Transcript transcript, float[] row, int at) {
    Span leader = Region.leader(transcript);
    for (int place = 0; place < Math.min(places, leader.length()); place++) {
      int code = transcript.sequence().code(leader.end() - 1 - place);
      if (code < BASES) {
        row[at + place * BASES + code] = 1;
      }
    }
  }
}
