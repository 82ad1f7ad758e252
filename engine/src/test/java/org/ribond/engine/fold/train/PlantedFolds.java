package org.ribond.engine.fold.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.ribond.engine.fold.model.PairFeatures;
import org.ribond.engine.fold.structure.Structure;
import org.ribond.engine.fold.structure.Structure.Pair;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.Fold;
import org.ribond.engine.network.PairFamily;
import org.ribond.engine.network.RnaFormer;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;
import org.ribond.engine.train.Learning;
import org.ribond.engine.train.Schedule;
import org.ribond.engine.train.TrainingPlan;

/**
 * RNAs that follow a rule which physics does not know: the bases of two motifs pair with one
 * another as in a helix, though no two of them are complements.
 */
public final class PlantedFolds {
  private static final String MOTIF = "GAAAG";

  /** A small network of the default's kind. */
  public static final Fold FOLD =
      new Fold(
          new Fold.Trunk(16, 5, List.of(1), 2, 0.05f),
          new Fold.PairMap(8, List.of(1, 1), 0, 1, 0),
          PairFeatures.COUNT,
          1);

  /** A small one with attention, recycling and no given numbers. */
  public static final Fold RECYCLED =
      new Fold(
          new Fold.Trunk(8, 3, List.of(1), 0, 0),
          new Fold.PairMap(8, List.of(1), 1, 2, 0.05f),
          0,
          3);

  /** A small one as published. */
  public static final RnaFormer RNAFORMER = new RnaFormer(8, 1, 2, 40, 2, 0.05f);

  private PlantedFolds() {}

  /** RNAs of 24 to 40 bases. */
  public static List<Structure> structures(int count, long seed) {
    Random random = new Random(seed);
    List<Structure> structures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = 24 + random.nextInt(17);
      StringBuilder letters = new StringBuilder();
      while (letters.length() < length) {
        letters.append("CU".charAt(random.nextInt(2)));
      }
      int first = 1 + random.nextInt(4);
      int second = first + MOTIF.length() + 4 + random.nextInt(5);
      letters.replace(first, first + MOTIF.length(), MOTIF);
      letters.replace(second, second + MOTIF.length(), MOTIF);
      List<Pair> pairs = new ArrayList<>();
      for (int k = 0; k < MOTIF.length(); k++) {
        pairs.add(new Pair(first + k, second + MOTIF.length() - 1 - k));
      }
      structures.add(new Structure(new Sequence("r" + i, Alphabet.RNA, letters.toString()), pairs));
    }
    return structures;
  }

  /** A plan for networks of {@code family}. */
  public static TrainingPlan<FoldPlan> plan(PairFamily family, int epochs, int members) {
    Learning learning = new Learning(Adam.of(0.01f), new Schedule.Cosine(0.5), 1);
    return new TrainingPlan<>(FoldPlan.of(family), learning, epochs, 4, members, 0, 5);
  }

  /** RNAs as a plan's networks read them. */
  public static FoldSamples samples(TrainingPlan<FoldPlan> plan, int count, long seed) {
    return FoldSamples.of(structures(count, seed), plan.task().architecture(), done -> {});
  }
}
