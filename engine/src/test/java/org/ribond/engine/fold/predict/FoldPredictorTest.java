package org.ribond.engine.fold.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ribond.engine.file.DataException;
import org.ribond.engine.fold.physics.Constraint;
import org.ribond.engine.fold.physics.Partition;
import org.ribond.engine.fold.structure.DotBracket;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

class FoldPredictorTest {
  private static Sequence random(String name, int length, SplittableRandom random) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < length; i++) {
      letters.append("ACGU".charAt(random.nextInt(4)));
    }
    return new Sequence(name, Alphabet.RNA, letters.toString());
  }

  private static List<String> lines(List<Query> queries, int threads, long memory) {
    List<String> lines = new ArrayList<>();
    try (FoldPredictor predictor = new FoldPredictor(Decoder.PHYSICS, threads, memory)) {
      predictor.predict(
          queries.iterator(),
          folded ->
              lines.add(
                  folded.structure().rna().name()
                      + DotBracket.line(folded.structure())
                      + folded.accuracy()));
    }
    return lines;
  }

  @Test
  void predictions_ofMany_comeInOrderWhateverTheThreads() {
    SplittableRandom random = new SplittableRandom(1);
    List<Query> queries = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      queries.add(Query.of(random("r" + i, random.nextInt(1, 90), random)));
    }

    List<String> one = lines(queries, 1, 1L << 30);

    assertEquals(60, one.size());
    assertTrue(one.get(17).startsWith("r17"), one.get(17));
    assertEquals(one, lines(queries, 3, 1L << 30));
    assertEquals(one, lines(queries, 3, Partition.bytes(90)));
  }

  @Test
  void rna_tooLongForMemory_isRefusedWithBytes() {
    SplittableRandom random = new SplittableRandom(2);
    List<Query> queries =
        List.of(Query.of(random("short", 20, random)), Query.of(random("long", 500, random)));

    DataException e =
        assertThrows(DataException.class, () -> lines(queries, 2, Partition.bytes(400)));

    assertEquals(
        "record 'long' of 500 bases takes 4 MiB of memory and there are 3: give Java more, such as"
            + " RIBOND_JAVA_OPTS=-Xmx2g",
        e.getMessage());
    List<Query> tooLong = List.of(Query.of(random("r", Partition.LONGEST + 1, random)));
    assertTrue(
        assertThrows(DataException.class, () -> lines(tooLong, 1, 1L << 40))
            .getMessage()
            .startsWith("record 'r' has 10001 bases"));
  }

  @Test
  void constraint_thatNothingMeets_isNamed() {
    Sequence rna = new Sequence("r", Alphabet.RNA, "AAAAAA");
    List<Query> queries = List.of(new Query(rna, Constraint.of("(....)")));

    DataException e = assertThrows(DataException.class, () -> lines(queries, 1, 1 << 28));

    assertEquals("record 'r': no structure is as its constraint wants it", e.getMessage());
  }

  @Test
  void decoder_withoutGamma_isRefused() {
    for (double gamma : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(
          IllegalArgumentException.class, () -> new Decoder(Decoder.Kind.MEA, gamma), "" + gamma);
    }
  }
}
