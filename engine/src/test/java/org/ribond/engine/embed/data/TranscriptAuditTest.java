package org.ribond.engine.embed.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

class TranscriptAuditTest {
  private final Random random = new Random(2);

  private String bases(int length) {
    StringBuilder bases = new StringBuilder();
    random.ints(length, 0, 4).forEach(base -> bases.append("ACGU".charAt(base)));
    return bases.toString();
  }

  private static Transcript transcript(String letters, String group) {
    return new Transcript(
        new Sequence("t", Alphabet.RNA, letters), Optional.empty(), List.of(), Optional.of(group));
  }

  private static String changed(String letters, int every) {
    char[] own = letters.toCharArray();
    for (int i = every / 2; i < own.length; i += every) {
      own[i] = own[i] == 'A' ? 'C' : 'A';
    }
    return new String(own);
  }

  @Test
  void of_equalNearAndOtherTranscripts_countsEach() {
    String a = bases(2000);
    String b = bases(2000);
    List<Transcript> train =
        List.of(
            transcript(a, "a"),
            transcript(changed(a, 50), "a"),
            transcript(b, "b"),
            transcript(b, "b"),
            transcript(bases(500), "c"));
    List<Transcript> test =
        List.of(transcript(b, "d"), transcript(changed(a, 40), "a"), transcript(bases(800), "e"));

    TranscriptAudit audit = TranscriptAudit.of(train, test);

    assertEquals(3, audit.test());
    assertEquals(1, audit.equal());
    assertEquals(2, audit.related());
    assertEquals(1, audit.sharedGroups());
    assertEquals(2, audit.groups());
    assertEquals(2, audit.pairs());
    assertEquals(1, audit.copies());
    assertEquals(1, audit.near());
  }

  @Test
  void identity_oneBaseOfFifty_isAboutThat() {
    String a = bases(20_000);
    char[] other = a.toCharArray();
    for (int i = 0; i < other.length; i++) {
      other[i] =
          random.nextInt(50) == 0 ? "ACGU".charAt(("ACGU".indexOf(other[i]) + 1) % 4) : other[i];
    }

    double identity =
        TranscriptAudit.identity(transcript(a, "a"), transcript(new String(other), "a"));

    assertEquals(0.98, identity, 0.003);
  }

  @Test
  void identity_nothingShared_isZero() {
    double identity =
        TranscriptAudit.identity(transcript(bases(300), "a"), transcript(bases(10), "a"));

    assertEquals(0, identity);
    assertTrue(
        TranscriptAudit.identity(transcript("A".repeat(40), "a"), transcript("A".repeat(41), "a"))
            < 1);
  }
}
