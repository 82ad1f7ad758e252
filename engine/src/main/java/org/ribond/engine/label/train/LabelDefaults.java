package org.ribond.engine.label.train;

import java.util.List;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.data.Molecule;
import org.ribond.engine.label.model.Strands;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.Dilated;
import org.ribond.engine.network.Family;
import org.ribond.engine.network.Gate;
import org.ribond.engine.network.Normalisation;
import org.ribond.engine.network.RecurrentLayers;
import org.ribond.engine.train.Learning;
import org.ribond.engine.train.Schedule;
import org.ribond.engine.train.TrainingPlan;

/**
 * What is trained where nobody says otherwise: a function of the number of sequences, their letters
 * and their lengths, the same for all sets.
 */
public final class LabelDefaults {
  /** Sequences below which mini-batches are smaller, for more steps. */
  private static final int FEW_SEQUENCES = 8000;

  private static final int SMALL_BATCH = 64;
  private static final int BATCH = 128;

  /** Sequences that all epochs together see, within the bounds of the epochs. */
  private static final int SEQUENCES_SEEN = 240_000;

  private static final int FEWEST_EPOCHS = 8;
  private static final int MOST_EPOCHS = 30;

  private static final float LEARNING_RATE = 4e-3f;
  private static final float WEIGHT_DECAY = 0.05f;
  private static final float CLIP_NORM = 1;
  private static final double WARM_UP = 0.1;
  private static final float MASKED_LETTERS = 0.1f;

  /** Places along sequences of unequal lengths. */
  private static final int PLACES = 64;

  private LabelDefaults() {}

  /** The plan for a training set. */
  public static TrainingPlan<LabelPlan> of(LabelData training) {
    int epochs = epochs(training.size());
    LabelPlan task =
        new LabelPlan(
            new ChainArchitecture(
                training.alphabet().size(), training.targets().outputs(), family(training)),
            LabelPlan.Target.of(training.targets()),
            strands(training.molecule()),
            MASKED_LETTERS,
            0,
            ValidScore.LOSS);
    return new TrainingPlan<>(task, learning(epochs), epochs, batch(training.size()), 1, 0, 0);
  }

  /** The family, as it suits letters and lengths of a set. */
  public static Family family(LabelData training) {
    return family(training.molecule(), training.commonLength().orElse(PLACES));
  }

  /** The family for sequences of a common length. */
  public static Family family(Molecule molecule, int length) {
    boolean isProtein = molecule == Molecule.PROTEIN;
    int places = Math.min(length, Dilated.MOST_PLACES);
    boolean bothStrands = strands(molecule) == Strands.BOTH;
    return new Dilated(
        new Dilated.Stem(1, List.of(11), 64, 2, places, bothStrands),
        new Dilated.Blocks(
            64, 5, List.of(1, 2, 4), Gate.LINEAR, Normalisation.COLUMNS, Activation.GELU),
        new Dilated.Head(
            true, true, RecurrentLayers.NONE, false, 0, 0, isProtein ? 2 : 5, 32, true, 96),
        new Dilated.Rates(0.1f, 0.1f, 0.2f, 0.6f));
  }

  /** Both strands of DNA, for what it does it may do on either; RNA and proteins as they are. */
  public static Strands strands(Molecule molecule) {
    return molecule == Molecule.DNA ? Strands.BOTH : Strands.FORWARD;
  }

  /** Epochs of a set of so many sequences. */
  public static int epochs(int sequences) {
    return Math.clamp(SEQUENCES_SEEN / Math.max(1, sequences), FEWEST_EPOCHS, MOST_EPOCHS);
  }

  /** Sequences of a mini-batch of a set of so many. */
  public static int batch(int sequences) {
    return sequences < FEW_SEQUENCES ? SMALL_BATCH : BATCH;
  }

  /** AdamW with a rate that rises in the first tenth of the epochs and falls along a cosine. */
  public static Learning learning(int epochs) {
    return new Learning(
        new Adam(LEARNING_RATE, 0.9f, 0.999f, 1e-8f, 0, WEIGHT_DECAY),
        new Schedule.Cosine(WARM_UP * epochs),
        CLIP_NORM);
  }
}
