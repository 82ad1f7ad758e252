package org.ribond.engine.contact.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.ShippedData;

/**
 * The paper's negatives against its published numbers. Of its 98 test pairs 29 are in the shipped
 * data, and 42 of its ribosomes have a stand-in there: another crystal of the same subunit, with
 * the same chain names. The 27 others are two pairs of a 23S RNA and small ones.
 */
final class PaperCountsTest {
  private static final Path LIST = Path.of("../../shared/data/paper/test.lst");
  private static final Map<String, String> STAND_INS =
      Map.of("1vq8", "4v9f", "2vqe", "4lf7", "1fjg", "4lf7");

  /** Test negatives that the paper's log prints for each window. */
  private static final int[][] PUBLISHED = {
    {3, 4_468_645},
    {7, 1_954_216},
    {11, 1_245_654},
    {15, 919_837},
    {19, 732_163},
    {23, 616_642},
    {27, 532_178},
    {31, 461_441},
    {35, 420_967},
    {39, 378_556},
    {47, 323_667}
  };

  @Test
  void negatives_pairsAtHand_areTheSameShareOfThePublishedOnesAtEveryWindow() throws IOException {
    assumeTrue(Files.exists(LIST), () -> "the paper's list " + LIST + " is not here");
    List<PaperPair> pairs = pairs();
    assertEquals(71, pairs.size());

    for (int[] published : PUBLISHED) {
      long[] negatives = {0};
      for (PaperPair pair : pairs) {
        pair.negatives(published[0], (residue, first, end) -> negatives[0] += end - first);
      }
      double share = (double) negatives[0] / published[1];
      assertEquals(0.932, share, 0.008, "window " + published[0] + ": " + negatives[0]);
    }
  }

  private static List<PaperPair> pairs() throws IOException {
    Map<String, Complex> shipped = new HashMap<>();
    for (Complex complex : ShippedData.readAll()) {
      shipped.put(
          complex.structure() + "\t" + complex.protein().name() + "\t" + complex.rna().name(),
          complex);
    }
    List<PaperPair> pairs = new ArrayList<>();
    for (String line : Files.readAllLines(LIST)) {
      String structure = line.substring(0, line.indexOf('\t'));
      Complex complex = shipped.get(line);
      String standIn = STAND_INS.get(structure);
      if (complex == null && standIn != null) {
        complex = shipped.get(standIn + line.substring(structure.length()));
      }
      if (complex != null) {
        pairs.add(PaperPair.of(complex));
      }
    }
    return pairs;
  }
}
