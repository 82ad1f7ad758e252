package org.ribond.cli.options;

import java.util.Optional;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.compute.Contrast;
import org.ribond.engine.embed.train.EmbedPlan;
import org.ribond.engine.train.Learning;
import org.ribond.engine.train.TrainingPlan;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that make a {@link TrainingPlan} for encoders of transcripts. */
public final class EmbedPlanOptions {
  @Mixin private EmbedFamilyOptions family;

  @Option(
      names = "--loss",
      paramLabel = "NAME",
      defaultValue = "dcl",
      description =
          "dcl: decoupled contrastive loss, as published; nt-xent: with the positive among what it"
              + " is compared to (default: ${DEFAULT-VALUE}).")
  private String loss;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "What cosines are divided by (default: 0.1).")
  private Optional<Float> temperature;

  @Option(
      names = "--mask",
      paramLabel = "P",
      description = "Share of the bases that a view hides, with their marks (default: 0.15).")
  private Optional<Float> masked;

  @Option(
      names = "--longest",
      paramLabel = "N",
      description =
          "Bases of a view: of a longer transcript a part is seen, drawn anew each time (default:"
              + " 512).")
  private Optional<Integer> longest;

  @Option(
      names = "--same-place",
      description =
          "The two views of a pair are parts from the same place, in shares of what there is to"
              + " choose from (default: each from a place of its own).")
  private boolean samePlace;

  @Option(
      names = "--shift",
      paramLabel = "N",
      description = "Most bases left off at the start of what is seen whole (default: 3).")
  private Optional<Integer> shift;

  @Option(
      names = "--group-weights",
      description = "A group of n transcripts has the weight ln(n + 0.4) / 0.802, as published.")
  private boolean isWeighted;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "40",
      description = "Most epochs, a pair of each group in each (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "" + EmbedPlan.BATCH,
      description = "Pairs of a mini-batch (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(names = "--lr", paramLabel = "RATE", description = "Learning rate (default: 3e-3).")
  private Optional<Float> learningRate;

  @Option(
      names = "--weight-decay",
      paramLabel = "F",
      description = "Pull of the weights towards 0, beside their gradient (default: 1e-4).")
  private Optional<Float> weightDecay;

  @Option(
      names = "--warm-up",
      paramLabel = "EPOCHS",
      description = "Epochs of the learning rate's rise, before it falls (default: 1).")
  private Optional<Double> warmUp;

  @Option(
      names = "--clip",
      paramLabel = "NORM",
      description = "Largest norm of the whole gradient; 0: any (default: 1).")
  private Optional<Float> clip;

  @Option(
      names = "--patience",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Training is done after so many epochs without a better validation score; 0: never early"
              + " (default: ${DEFAULT-VALUE}).")
  private int patience;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of all that is random (default: ${DEFAULT-VALUE}).")
  private int seed;

  /**
   * The plan.
   *
   * @throws UsageException if a value is out of range
   */
  public TrainingPlan<EmbedPlan> plan() {
    if (!loss.equals("dcl") && !loss.equals("nt-xent")) {
      throw new UsageException("--loss " + loss + " is neither dcl nor nt-xent");
    }
    try {
      EmbedPlan.Views usual = EmbedPlan.Views.USUAL;
      EmbedPlan task =
          new EmbedPlan(
              family.architecture(),
              new Contrast(
                  temperature.orElse(EmbedPlan.CONTRAST.temperature()), loss.equals("dcl")),
              masked.orElse(EmbedPlan.MASKED),
              new EmbedPlan.Views(
                  longest.orElse(usual.longest()), samePlace, shift.orElse(usual.shift())),
              isWeighted);
      return new TrainingPlan<>(task, learning(), epochs, batch, 1, patience, seed);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private Learning learning() {
    return AdamWithCosine.of(EmbedPlan.LEARNING, learningRate, weightDecay, warmUp, clip);
  }
}
