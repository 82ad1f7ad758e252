package org.ribond.engine.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every metric against a straight reading of its definition, on small random cases. */
final class MetricsTest {
  private static final long FIRST_SEED = Long.getLong("ribond.test.seed", 1);
  private static final int CASES = 1000;

  /** Scores and labels, few enough to compare each with each. */
  private record Case(long seed, float[] scores, boolean[] labels) {
    static Case of(long seed) {
      Random random = new Random(seed);
      int size = random.nextInt(10) == 0 ? random.nextInt(3) : random.nextInt(60);
      float[] scores = new float[size];
      boolean[] labels = new boolean[size];
      // From no ties at all to nothing but ties; from one class to the other.
      int steps = 1 << random.nextInt(20);
      double share = random.nextInt(6) / 5.0;
      for (int i = 0; i < size; i++) {
        scores[i] = (float) random.nextInt(steps + 1) / steps;
        labels[i] = random.nextDouble() < share;
      }
      return new Case(seed, scores, labels);
    }

    ScoreTally tally() {
      ScoreTally tally = new ScoreTally();
      for (int i = 0; i < scores.length; i++) {
        tally.add(scores[i], labels[i]);
      }
      return tally;
    }

    long count(boolean label, float threshold) {
      return IntStream.range(0, scores.length)
          .filter(i -> labels[i] == label && scores[i] >= threshold)
          .count();
    }

    long count(boolean label) {
      return count(label, 0);
    }

    String name() {
      return "seed " + seed;
    }
  }

  static LongStream seeds() {
    return LongStream.range(FIRST_SEED, FIRST_SEED + CASES);
  }

  private static void assertClose(double expected, double actual, String name) {
    if (Double.isNaN(expected)) {
      assertTrue(Double.isNaN(actual), name + ": " + actual + " instead of NaN");
    } else {
      assertEquals(expected, actual, 1e-12, name);
    }
  }

  @Test
  void rocAuc_randomCases_isTheShareOfPairsInOrder() {
    seeds()
        .mapToObj(Case::of)
        .forEach(
            c -> {
              double won = 0;
              for (int i = 0; i < c.scores.length; i++) {
                for (int j = 0; j < c.scores.length; j++) {
                  if (c.labels[i] && !c.labels[j]) {
                    won += c.scores[i] > c.scores[j] ? 1 : c.scores[i] == c.scores[j] ? 0.5 : 0;
                  }
                }
              }
              double expected = won / ((double) c.count(true) * c.count(false));
              assertClose(expected, c.tally().ranking().rocAuc(), c.name());
            });
  }

  @Test
  void averagePrecision_randomCases_isTheMeanPrecisionAtContacts() {
    seeds()
        .mapToObj(Case::of)
        .forEach(
            c -> {
              double sum = 0;
              for (int i = 0; i < c.scores.length; i++) {
                if (c.labels[i]) {
                  double found = c.count(true, c.scores[i]);
                  sum += found / (found + c.count(false, c.scores[i]));
                }
              }
              assertClose(sum / c.count(true), c.tally().ranking().averagePrecision(), c.name());
            });
  }

  @Test
  void confusion_randomCases_countsAndRatiosAreTheDefinitions() {
    seeds()
        .mapToObj(Case::of)
        .forEach(
            c -> {
              float threshold = new Random(c.seed).nextInt(5) / 4f;
              double tp = c.count(true, threshold);
              double fp = c.count(false, threshold);
              double fn = c.count(true) - tp;
              double tn = c.count(false) - fp;
              Confusion confusion = c.tally().confusion(threshold);

              assertEquals(
                  new Confusion((long) tp, (long) fp, (long) tn, (long) fn), confusion, c.name());
              assertClose(tp / (tp + fp), confusion.precision(), c.name());
              assertClose(tp / (tp + fn), confusion.recall(), c.name());
              assertClose(tn / (tn + fp), confusion.specificity(), c.name());
              double precision = tp / (tp + fp);
              double recall = tp / (tp + fn);
              if (precision + recall > 0) {
                assertClose(
                    2 * precision * recall / (precision + recall), confusion.f1(), c.name());
              }
              assertClose(
                  (tp * tn - fp * fn) / Math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)),
                  confusion.mcc(),
                  c.name());
            });
  }

  @Test
  void brierAndEce_randomCases_areTheDefinitions() {
    seeds()
        .mapToObj(Case::of)
        .forEach(
            c -> {
              double squares = 0;
              double distance = 0;
              for (int i = 0; i < c.scores.length; i++) {
                squares += Math.pow(c.scores[i] - (c.labels[i] ? 1 : 0), 2);
              }
              for (int bin = 0; bin < 15; bin++) {
                double sum = 0;
                for (int i = 0; i < c.scores.length; i++) {
                  if (Math.min((int) Math.floor((double) c.scores[i] * 15), 14) == bin) {
                    sum += c.scores[i] - (c.labels[i] ? 1 : 0);
                  }
                }
                distance += Math.abs(sum);
              }
              assertClose(squares / c.scores.length, c.tally().brier(), c.name());
              assertClose(distance / c.scores.length, c.tally().ece(), c.name());
            });
  }

  @Test
  void bestThreshold_randomCases_hasTheHighestF1OfAllThresholds() {
    seeds()
        .mapToObj(Case::of)
        .forEach(
            c -> {
              double highest = Double.NaN;
              float best = Float.NaN;
              for (float threshold : c.scores) {
                double f1 = c.tally().confusion(threshold).f1();
                if (c.count(true) > 0
                    && (Double.isNaN(highest)
                        || f1 > highest
                        || (f1 == highest && threshold > best && f1 > 0))) {
                  highest = f1;
                  best = threshold;
                }
              }
              Ranking ranking = c.tally().ranking();
              assertClose(highest, ranking.bestF1(), c.name());
              assertClose(best, ranking.bestThreshold(), c.name());
            });
  }

  @Test
  void weightedRanking_randomCases_isThatOfRepeatedCells() {
    seeds()
        .forEach(
            seed -> {
              Random random = new Random(seed);
              List<ScoreTally> parts = new ArrayList<>();
              ScoreTally repeated = new ScoreTally();
              double[] weights = new double[1 + random.nextInt(4)];
              for (int i = 0; i < weights.length; i++) {
                parts.add(Case.of(seed * 31 + i).tally());
                weights[i] = random.nextInt(4);
                for (int copy = 0; copy < weights[i]; copy++) {
                  repeated.addAll(parts.get(i));
                }
              }

              Ranking ranking = new RankTable(parts).ranking(weights);

              assertClose(repeated.ranking().rocAuc(), ranking.rocAuc(), "seed " + seed);
              assertClose(
                  repeated.ranking().averagePrecision(),
                  ranking.averagePrecision(),
                  "seed " + seed);
              assertClose(repeated.prevalence(), ranking.prevalence(), "seed " + seed);
              assertEquals(repeated.ranking().points(), ranking.points(), "seed " + seed);
            });
  }

  @Test
  void chance_smallMaps_isTheMeanOverAllOrders() {
    for (int cells = 1; cells <= 10; cells++) {
      for (int contacts = 1; contacts <= cells; contacts++) {
        double sum = 0;
        int orders = 0;
        for (int places = 0; places < 1 << cells; places++) {
          if (Integer.bitCount(places) == contacts) {
            ScoreTally tally = new ScoreTally();
            for (int i = 0; i < cells; i++) {
              tally.add(i / 16f, (places >> i & 1) == 1);
            }
            sum += tally.ranking().averagePrecision();
            orders++;
          }
        }
        assertEquals(sum / orders, Ranking.chance(contacts, cells), 1e-12);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {-0.1f, 1.0001f, Float.NaN, Float.POSITIVE_INFINITY})
  void add_scoreOutsideZeroToOne_isRefused(float score) {
    assertThrows(IllegalArgumentException.class, () -> new ScoreTally().add(score, true));
  }

  @Test
  void add_negativeZero_isZero() {
    ScoreTally tally = new ScoreTally();
    tally.add(-0f, false);
    tally.add(0f, true);

    assertEquals(0.5, tally.ranking().rocAuc());
  }

  @ParameterizedTest
  @MethodSource("pooledSizes")
  void rankMetrics_manyRuns_equalThoseOfSortedArrays(int size) {
    Random random = new Random(size);
    ScoreTally tally = new ScoreTally();
    long[] keys = new long[size];
    for (int i = 0; i < size; i++) {
      boolean label = random.nextInt(50) == 0;
      float score = (float) Math.pow(random.nextDouble(), label ? 4 : 6);
      tally.add(score, label);
      keys[i] = (long) Float.floatToRawIntBits(score) << 1 | (label ? 1 : 0);
    }
    java.util.Arrays.sort(keys);
    long contacts = tally.contacts();
    double won = 0;
    double precisions = 0;
    long below = 0;
    long found = contacts;
    for (int start = 0; start < size; ) {
      int end = start;
      long contactsHere = 0;
      while (end < size && keys[end] >> 1 == keys[start] >> 1) {
        contactsHere += keys[end++] & 1;
      }
      long othersHere = end - start - contactsHere;
      won += contactsHere * (below + othersHere / 2.0);
      precisions += contactsHere * ((double) found / (size - start));
      below += othersHere;
      found -= contactsHere;
      start = end;
    }

    Ranking ranking = tally.ranking();

    assertEquals(won / ((double) contacts * (size - contacts)), ranking.rocAuc(), 1e-12);
    assertEquals(precisions / contacts, ranking.averagePrecision(), 1e-12);
  }

  static IntStream pooledSizes() {
    return IntStream.of(255, 256, 257, 100_000, (1 << 20) + 1, 2_300_000);
  }

  @Test
  void coarseTable_manyContacts_isCloseToTheExactOne() {
    Random random = new Random(8);
    List<ScoreTally> tallies = List.of(new ScoreTally(), new ScoreTally());
    for (int i = 0; i < 200_000; i++) {
      boolean label = random.nextInt(20) == 0;
      tallies.get(i % 2).add((float) Math.pow(random.nextDouble(), label ? 4 : 6), label);
    }
    double[] weights = {1, 2};
    Ranking exact = new RankTable(tallies).ranking(weights);

    Ranking coarse = new RankTable(tallies, 1000).ranking(weights);

    assertEquals(1000, coarse.points().size());
    assertEquals(exact.prevalence(), coarse.prevalence(), 1e-12);
    assertEquals(exact.rocAuc(), coarse.rocAuc(), 1e-4);
    assertEquals(exact.averagePrecision(), coarse.averagePrecision(), 1e-4);
    assertEquals(
        exact.points().subList(0, 500), coarse.points().subList(0, 500), "the highest scores");
  }

  @Test
  void addAll_tallyStillUsed_keepsBothApart() {
    ScoreTally first = Case.of(12).tally();
    ScoreTally second = Case.of(13).tally();
    long before = second.cells();

    first.addAll(second);
    first.add(0.5f, true);
    second.add(0.25f, false);

    assertEquals(before + 1, second.cells());
    assertEquals(before + Case.of(12).scores.length + 1, first.cells());
    assertEquals(first.contacts() + first.confusion(0).fp(), first.cells(), "contacts and others");
  }
}
