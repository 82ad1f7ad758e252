package org.ribond.engine.fold.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.ribond.engine.fold.model.PairFeatures;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.Fold;
import org.ribond.engine.network.PairFamily;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.train.Learning;
import org.ribond.engine.train.Schedule;
import org.ribond.engine.train.TaskPlan;
import org.ribond.engine.train.TrainingPlan;

/**
 * The part of a training plan that is about structures of RNAs.
 *
 * @param architecture of each member
 * @param leftOut share of the pairs of bases that do not pair which an epoch leaves out of the
 *     loss, drawn anew, 0 up to but not including 1
 */
public record FoldPlan(ChainArchitecture architecture, float leftOut) implements TaskPlan {
  /** The compact network where nobody says otherwise. */
  public static final Fold FAMILY =
      new Fold(
          new Fold.Trunk(64, 5, List.of(1, 2, 4), 4, 0.1f),
          new Fold.PairMap(16, List.of(1, 1, 1, 1), 0, 1, 0),
          PairFeatures.COUNT,
          1);

  /** Half of the pairs are left out, as published for RNAformer. */
  public static final float LEFT_OUT = 0.5f;

  /** RNAs of a mini-batch. */
  public static final int BATCH = 4;

  /** How a network learns where nobody says otherwise. */
  public static final Learning LEARNING =
      new Learning(new Adam(0.002f, 0.9f, 0.98f, 1e-8f, 0, 0.01f), new Schedule.Cosine(0.5), 1);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if they do not fit
   */
  public FoldPlan {
    if (!(leftOut >= 0 && leftOut < 1)) {
      throw new IllegalArgumentException("left out " + leftOut + " is not in [0, 1)");
    }
    if (!(architecture.family() instanceof PairFamily)) {
      throw new IllegalArgumentException(
          "family " + architecture.family().name() + " says nothing of pairs");
    }
    if (architecture.parameters() > TrainingPlan.MOST_WEIGHTS) {
      throw new IllegalArgumentException(
          "a network of "
              + architecture.parameters()
              + " weights, more than "
              + TrainingPlan.MOST_WEIGHTS);
    }
  }

  /** Networks of {@code family} on RNAs. */
  public static FoldPlan of(PairFamily family) {
    // Without numbers of its own for a pair a network is told which bases are unknown.
    int alphabet = Alphabet.RNA.size() + (family.given() == 0 ? 1 : 0);
    return new FoldPlan(new ChainArchitecture(alphabet, family.outputs(), family), LEFT_OUT);
  }

  @Override
  public SequencedMap<String, Object> entries() {
    SequencedMap<String, Object> entries = new LinkedHashMap<>();
    entries.put("family", architecture.family().name());
    architecture
        .family()
        .entries()
        .forEach((name, value) -> entries.put(name.replace('_', '-'), value));
    entries.put("leave-out", leftOut);
    return entries;
  }

  @Override
  public SequencedMap<String, Object> validationEntries() {
    return new LinkedHashMap<>();
  }
}
