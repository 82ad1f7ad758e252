package org.ribond.engine.train;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.Momentum;
import org.ribond.engine.network.Optimiser;

/**
 * All that determines a training run besides its data and its backend.
 *
 * @param task what is trained and on what, which is the subject's own
 * @param learning how a network learns from gradients
 * @param epochs most epochs of each member
 * @param batch samples of a mini-batch; the last one of an epoch has what is left
 * @param members networks of the ensemble
 * @param patience epochs without a better validation score after which a member is done; 0 for
 *     never
 * @param seed seed of all that is random
 * @param <P> the subject's part
 */
public record TrainingPlan<P extends TaskPlan>(
    P task, Learning learning, int epochs, int batch, int members, int patience, int seed) {

  /** Bound of members x epochs, whose history a checkpoint holds. */
  public static final int MOST_EPOCHS = 10_000;

  /** Bound of a network's weights, for the arrays that hold them with the optimiser's moments. */
  public static final long MOST_WEIGHTS = 100_000_000;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public TrainingPlan {
    atLeast("epochs", epochs, 1);
    atLeast("batch", batch, 1);
    atLeast("members", members, 1);
    atLeast("patience", patience, 0);
    if ((long) members * epochs > MOST_EPOCHS) {
      throw new IllegalArgumentException(
          members + " members x " + epochs + " epochs are more than " + MOST_EPOCHS);
    }
  }

  private static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " " + value + " is not at least " + least);
    }
  }

  /**
   * The plan's numbers, lists and strings in a fixed order, under the names that the command line
   * has for them. Equal plans have equal entries and different plans differ in one.
   */
  public SequencedMap<String, Object> entries() {
    SequencedMap<String, Object> entries = new LinkedHashMap<>(task.entries());
    entries.put("epochs", epochs);
    entries.put("batch", batch);
    put(entries, learning);
    entries.put("members", members);
    entries.put("patience", patience);
    entries.putAll(task.validationEntries());
    entries.put("seed", seed);
    return entries;
  }

  private static void put(SequencedMap<String, Object> entries, Learning learning) {
    Optimiser optimiser = learning.optimiser();
    entries.put("optimiser", optimiser.name());
    entries.put("lr", optimiser.learningRate());
    switch (optimiser) {
      case Adam adam -> {
        entries.put("beta1", adam.beta1());
        entries.put("beta2", adam.beta2());
        entries.put("epsilon", adam.epsilon());
      }
      case Momentum momentum -> entries.put("momentum", momentum.momentum());
    }
    entries.put("l2", optimiser.l2());
    entries.put("weight-decay", optimiser.weightDecay());
    entries.put("schedule", learning.schedule().name());
    switch (learning.schedule()) {
      case Schedule.Constant constant -> {}
      case Schedule.Cosine cosine -> entries.put("warm-up", cosine.warmUp());
      case Schedule.Steps steps -> {
        entries.put("step-epochs", steps.every());
        entries.put("step-factor", steps.factor());
      }
    }
    entries.put("clip", learning.clipNorm());
  }
}
