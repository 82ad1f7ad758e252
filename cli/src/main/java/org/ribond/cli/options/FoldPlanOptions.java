package org.ribond.cli.options;

import java.util.Optional;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.fold.train.FoldPlan;
import org.ribond.engine.train.TrainingPlan;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that make a {@link TrainingPlan} for structures of RNAs. */
public final class FoldPlanOptions {
  @Mixin private FoldFamilyOptions family;

  @Option(
      names = "--leave-out",
      paramLabel = "P",
      description =
          "Share of bases' pairs that do not pair which an epoch leaves out (default: 0.5).")
  private Optional<Float> leaveOut;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "20",
      description = "Most epochs of a network (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "" + FoldPlan.BATCH,
      description = "RNAs of a mini-batch (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Mixin private FoldLearningOptions learning;

  @Option(
      names = {"-n", "--members"},
      paramLabel = "N",
      defaultValue = "1",
      description = "Networks of the ensemble (default: ${DEFAULT-VALUE}).")
  private int members;

  @Option(
      names = "--patience",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "A network is done after so many epochs without a better validation score; 0: never"
              + " early (default: ${DEFAULT-VALUE}).")
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
  public TrainingPlan<FoldPlan> plan() {
    try {
      FoldPlan usual = FoldPlan.of(family.family());
      return new TrainingPlan<>(
          new FoldPlan(usual.architecture(), leaveOut.orElse(usual.leftOut())),
          learning.learning(FoldPlan.LEARNING),
          epochs,
          batch,
          members,
          patience,
          seed);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
