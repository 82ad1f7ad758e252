package org.ribond.engine.embed.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ribond.engine.embed.data.Span;
import org.ribond.engine.embed.data.Transcript;
import org.ribond.engine.network.Readings;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

class ViewTest {
  private static final Transcript TRANSCRIPT =
      new Transcript(
          new Sequence("t", Alphabet.RNA, "GGAUGAAAUGAC"),
          Optional.of(new Span(2, 11)),
          List.of(4, 11),
          Optional.empty());

  @Test
  void readings_ofAPart_haveTheMarksOfTheWhole() {
    Readings readings = View.readings(List.of(View.whole(TRANSCRIPT), new View(TRANSCRIPT, 4, 9)));

    assertArrayEquals(new byte[] {0, 0, 1, 0, 2, 1, 0, 0, 1, 0, 0, 2}, readings.marks().getFirst());
    assertArrayEquals(new byte[] {2, 1, 0, 0, 1}, readings.marks().get(1));
    assertArrayEquals(
        TRANSCRIPT
            .sequence()
            .letters()
            .substring(4, 9)
            .chars()
            .map(letter -> Alphabet.RNA.code((char) letter))
            .toArray(),
        readings.letters().get(1));
  }

  @Test
  void view_outsideOfTheTranscript_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new View(TRANSCRIPT, 3, 13));
    assertThrows(IllegalArgumentException.class, () -> new View(TRANSCRIPT, -1, 3));
  }
}
