package org.ribond.engine.fold.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ribond.engine.file.DataException;
import org.ribond.engine.fold.structure.Structure;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

class PartitionTest {
  private static final Arithmetic LOGARITHMIC = new Arithmetic.Logarithmic();

  private final Partition partition = new Partition();
  private final EnergyModel model = partition.model();

  private static Sequence rna(String letters) {
    return new Sequence("test", Alphabet.RNA, letters);
  }

  private static String random(int length, SplittableRandom random) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < length; i++) {
      // Many that pair, and now and then an unknown one.
      letters.append("GGGCCCAUGCN".charAt(random.nextInt(random.nextInt(8) == 0 ? 11 : 10)));
    }
    return letters.toString();
  }

  /** All structures of {@code rna} from {@code i} to before {@code end}, as partners. */
  private void structures(
      Sequence rna, int i, int[] partners, int[] open, int depth, List<int[]> all) {
    if (i == rna.length()) {
      if (depth == 0) {
        all.add(partners.clone());
      }
      return;
    }
    partners[i] = -1;
    structures(rna, i + 1, partners, open, depth, all);
    if (depth > 0) {
      int first = open[depth - 1];
      if (i - first > EnergyModel.SHORTEST_HAIRPIN
          && Structure.isCanonical(rna.code(first), rna.code(i))) {
        partners[i] = first;
        partners[first] = i;
        structures(rna, i + 1, partners, open, depth - 1, all);
        open[depth - 1] = first;
        partners[first] = -1;
        partners[i] = -1;
      }
    }
    open[depth] = i;
    structures(rna, i + 1, partners, open, depth + 1, all);
  }

  /** The score of a structure, loop by loop from its definition. */
  private double score(Sequence rna, int[] partners) {
    int length = rna.length();
    double score = 0;
    for (int i = 0; i < length; i++) {
      if (partners[i] > i) {
        score += model.pair(rna.code(i), rna.code(partners[i])) + loop(rna, partners, i);
      }
    }
    int i = 0;
    while (i < length) {
      if (partners[i] > i) {
        score += model.externalPair + open(rna, partners[i], i);
        i = partners[i] + 1;
      } else {
        score += model.externalUnpaired;
        i++;
      }
    }
    return score;
  }

  /** An end at an open loop: the helix's last pair {@code i j}, {@code i + 1} and {@code j - 1}. */
  private double open(Sequence rna, int i, int j) {
    int a = rna.code(i);
    int b = rna.code(j);
    double score = model.openEnd(a, b);
    if (i + 1 < rna.length()) {
      score += model.left(a, b, rna.code(i + 1));
    }
    if (j > 0) {
      score += model.right(a, b, rna.code(j - 1));
    }
    return score;
  }

  private double end(Sequence rna, int i, int j) {
    return model.end(rna.code(i), rna.code(j), rna.code(i + 1), rna.code(j - 1));
  }

  private double loop(Sequence rna, int[] partners, int i) {
    int j = partners[i];
    List<Integer> branches = new ArrayList<>();
    int unpaired = 0;
    int k = i + 1;
    while (k < j) {
      if (partners[k] > k) {
        branches.add(k);
        k = partners[k] + 1;
      } else {
        unpaired++;
        k++;
      }
    }
    if (branches.isEmpty()) {
      return model.hairpin(unpaired) + end(rna, i, j);
    }
    if (branches.size() > 1) {
      double score = model.multiLoop + model.multiPair + open(rna, i, j);
      for (int branch : branches) {
        score += model.multiPair + open(rna, partners[branch], branch);
      }
      return score + unpaired * model.multiUnpaired;
    }
    int p = branches.get(0);
    int q = partners[p];
    int left = p - i - 1;
    int right = j - q - 1;
    if (unpaired == 0) {
      return model.stacking(rna.code(i), rna.code(j), rna.code(p), rna.code(q));
    }
    double score = model.interior(left, right) + end(rna, i, j) + end(rna, q, p);
    if (unpaired == 1) {
      score += model.bulgedBase(rna.code(left == 1 ? i + 1 : j - 1));
    } else if (left == 1 && right == 1) {
      score += model.facingBases(rna.code(i + 1), rna.code(j - 1));
    }
    return score;
  }

  private void compare(Sequence rna, Constraint constraint, Arithmetic arithmetic) {
    List<int[]> all = new ArrayList<>();
    structures(rna, 0, new int[rna.length()], new int[rna.length() + 1], 0, all);
    double whole = 0;
    double[][] pairs = new double[rna.length()][rna.length()];
    for (int[] partners : all) {
      boolean fits = true;
      for (int i = 0; i < partners.length; i++) {
        int j = partners[i];
        fits &= j < 0 ? constraint.mayBeUnpaired(i) : j < i || constraint.mayPair(i, j);
      }
      if (fits) {
        double weight = Math.exp(score(rna, partners));
        whole += weight;
        for (int i = 0; i < partners.length; i++) {
          if (partners[i] > i) {
            pairs[i][partners[i]] += weight;
          }
        }
      }
    }
    PairProbabilities found = partition.probabilities(rna, constraint, arithmetic).orElseThrow();
    assertEquals(Math.log(whole), found.score(), 1e-9, rna.letters());
    for (int i = 0; i < rna.length(); i++) {
      double unpaired = 1;
      for (int j = 0; j < rna.length(); j++) {
        double expected = i == j ? 0 : pairs[Math.min(i, j)][Math.max(i, j)] / whole;
        unpaired -= expected;
        assertEquals(expected, found.pair(i, j), 1e-9, rna.letters() + " " + i + " " + j);
      }
      assertEquals(unpaired, found.unpaired(i), 1e-9, rna.letters() + " " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 5, 9, 13, 16, 18})
  void isTheSumOverAllStructures(int length) {
    SplittableRandom random = new SplittableRandom(length);
    for (int repeat = 0; repeat < 6; repeat++) {
      Sequence rna = rna(random(length, random));
      compare(rna, Constraint.none(length), Arithmetic.Scaled.USUAL);
      compare(rna, Constraint.none(length), LOGARITHMIC);
    }
  }

  @Test
  void hasMultiBranchedLoopsToSum() {
    // Two hairpins in a helix, with little else that pairs; 22 bases.
    compare(rna("GGGCAAAGCACCAAAGGACCAC"), Constraint.none(22), Arithmetic.Scaled.USUAL);
  }

  @Test
  void sumsOverWhatAConstraintLeaves() {
    Sequence rna = rna("GGGACAAAUCGCUUACCC");
    for (String line :
        List.of(
            "|.................",
            ".....x..x.........",
            "(................)",
            "..<...........>...",
            "...||||.......x...",
            ".(....)(.....)....",
            "..>...............",
            "x||..............|")) {
      Constraint constraint = Constraint.of(line);
      boolean possible = partition.probabilities(rna, constraint, LOGARITHMIC).isPresent();
      if (possible) {
        compare(rna, constraint, Arithmetic.Scaled.USUAL);
        compare(rna, constraint, LOGARITHMIC);
      } else {
        assertThrows(DataException.class, () -> partition.probabilities(rna, constraint), line);
      }
    }
  }

  @Test
  void agreesWithItselfOnLongOnes() {
    SplittableRandom random = new SplittableRandom(7);
    Sequence rna = rna(random(200, random));
    Constraint none = Constraint.none(200);
    PairProbabilities scaled =
        partition.probabilities(rna, none, Arithmetic.Scaled.USUAL).orElseThrow();
    PairProbabilities exact = partition.probabilities(rna, none, LOGARITHMIC).orElseThrow();
    assertEquals(exact.score(), scaled.score(), 1e-8);
    for (int i = 0; i < 200; i++) {
      for (int j = 0; j < 200; j++) {
        assertEquals(exact.pair(i, j), scaled.pair(i, j), 1e-9);
      }
    }
  }

  @Test
  void isRightWhereWeightsLeaveTheRange() {
    // A helix so long and strong that no factor for each base keeps all weights in range.
    StringBuilder arm = new StringBuilder();
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 340; i++) {
      arm.append("GGC".charAt(random.nextInt(3)));
    }
    String back = arm.reverse().toString().replace('G', 'x').replace('C', 'G').replace('x', 'C');
    String letters = arm.reverse() + "AAAA" + back;
    Sequence rna = rna(letters);
    Constraint none = Constraint.none(letters.length());
    assertTrue(partition.probabilities(rna, none, Arithmetic.Scaled.USUAL).isEmpty());
    PairProbabilities found = partition.probabilities(rna, none);
    assertTrue(Double.isFinite(found.score()));
    assertEquals(1, found.pair(100, letters.length() - 101), 0.05);
  }

  @Test
  void readsTheParameters() {
    // By hand from the file: lengths are sums of all parameters up to them.
    assertEquals(-3.023332787, model.hairpin(3), 1e-8);
    assertEquals(model.hairpin(30), model.hairpin(99));
    assertEquals(-1.342388616, model.interior(1, 2), 1e-8);
    assertEquals(-1.892298774, model.end(2, 1, 0, 0), 1e-8);
    assertEquals(2.122319587, model.pair(1, 2), 1e-12);
    assertEquals(2.122319587, model.pair(2, 1), 1e-12);
    assertEquals(-0.1412363884, model.pair(3, 2), 1e-12);
    assertEquals(-1.483170995, model.openEnd(2, 1), 1e-12);
    assertEquals(0.2158414683, model.bulgedBase(1), 1e-12);
    assertEquals(0, model.bulgedBase(4));
    assertEquals(model.stacking(0, 3, 2, 1), model.stacking(1, 2, 3, 0));
    assertEquals(model.interior(2, 5), model.interior(5, 2));
    assertThrows(ArrayIndexOutOfBoundsException.class, () -> model.interior(31, 0));
  }

  @Test
  void refusesWhatItIsNotMadeFor() {
    assertThrows(
        IllegalArgumentException.class,
        () -> partition.probabilities(rna("GGG"), Constraint.none(4)));
    assertThrows(
        IllegalArgumentException.class, () -> partition.probabilities(rna(""), Constraint.none(0)));
  }

  @Test
  void constraintsSayWhereTheyAreWrong() {
    for (String[] each :
        new String[][] {
          {"..)", "')' at position 3 closes nothing"},
          {".(.", "'(' at position 2 is not closed"},
          {".a.", "'a' at position 2 is none of . x | < > ( )"}
        }) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> Constraint.of(each[0]));
      assertEquals(each[1], e.getMessage());
    }
  }
}
