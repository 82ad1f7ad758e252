package org.ribond.engine.embed.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

class RelativesTest {
  private static final String[] CODONS = {
    "GCU", "CGU", "AAU", "GAU", "UGU", "CAA", "GAA", "GGU", "CAU", "AUU", "CUU", "AAA", "UUU",
    "CCU", "UCU", "ACU", "UAU", "GUU"
  };

  private final Random random = new Random(11);

  private String bases(int length) {
    StringBuilder bases = new StringBuilder();
    for (int i = 0; i < length; i++) {
      bases.append("ACGU".charAt(random.nextInt(4)));
    }
    return bases.toString();
  }

  private List<String> codons(int count) {
    List<String> codons = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      codons.add(CODONS[random.nextInt(CODONS.length)]);
    }
    return codons;
  }

  private static Transcript transcript(String letters, boolean isCoding) {
    return new Transcript(
        new Sequence("t", Alphabet.RNA, letters),
        isCoding ? Optional.of(new Span(0, letters.length())) : Optional.empty(),
        List.of(),
        Optional.empty());
  }

  /** Other third bases, which mean the same residue in all of these codons. */
  private static String synonymous(List<String> codons) {
    StringBuilder letters = new StringBuilder();
    for (String codon : codons) {
      char last = codon.charAt(2);
      letters.append(codon, 0, 2).append(last == 'U' ? 'C' : 'G');
    }
    return letters.toString();
  }

  @Test
  void knows_otherCodonsOfTheSameProtein_areRelatives() {
    List<String> protein = codons(120);
    List<Transcript> known =
        List.of(
            transcript(String.join("", codons(120)), true),
            transcript(String.join("", protein), true));

    assertTrue(new Relatives(known).knows(transcript(synonymous(protein), true)));
  }

  @Test
  void knows_aProteinWithThreeResiduesOfTenChanged_isARelative() {
    List<String> protein = codons(200);
    List<String> changed = new ArrayList<>(protein);
    for (int i = 0; i < 60; i++) {
      changed.set(random.nextInt(200), CODONS[random.nextInt(CODONS.length)]);
    }
    Relatives relatives = new Relatives(List.of(transcript(String.join("", protein), true)));

    assertTrue(relatives.knows(transcript(String.join("", changed), true)));
  }

  @Test
  void knows_randomOnes_areNone() {
    List<Transcript> known = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      known.add(transcript(String.join("", codons(150)), true));
      known.add(transcript(bases(300), false));
    }
    Relatives relatives = new Relatives(known);

    for (int i = 0; i < 20; i++) {
      assertFalse(relatives.knows(transcript(String.join("", codons(150)), true)));
      assertFalse(relatives.knows(transcript(bases(300), false)));
    }
  }

  @Test
  void knows_aRunOfTwentyFiveBases_isARelativeAndOneOfTwentyFourIsNot() {
    String own = bases(60);
    Relatives relatives = new Relatives(List.of(transcript(own, false)));

    assertTrue(relatives.knows(transcript("NNN" + own.substring(10, 35) + "NN", false)));
    assertFalse(relatives.knows(transcript("NNN" + own.substring(10, 34) + "NN", false)));
  }

  @Test
  void knows_aRunOfACodingOneInOneThatIsNot_isARelative() {
    String coding = String.join("", codons(60));
    String part = "NN" + coding.substring(31, 70);

    assertTrue(new Relatives(List.of(transcript(coding, true))).knows(transcript(part, false)));
    assertTrue(new Relatives(List.of(transcript(part, false))).knows(transcript(coding, true)));
  }

  @Test
  void translation_everyCodon_isThatOfTheStandardCode() {
    String one = "AUGGCUCGUAAUGAUUGUCAAGAAGGUCAUAUUCUUAAAUUUCCUUCUACUUGGUAUGUUUAAGCU";

    assertEquals(
        "MARNDCQEGHILKFPSTWYV",
        Translation.of(new Sequence("t", Alphabet.RNA, one), new Span(0, one.length())));
  }

  @Test
  void translation_anUnknownBase_isX() {
    assertEquals("MX", Translation.of(new Sequence("t", Alphabet.RNA, "AUGGCNGC"), new Span(0, 8)));
  }
}
