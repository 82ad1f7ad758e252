package org.ribond.cli.options;

import java.util.Optional;
import org.ribond.cli.terminal.Messages;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.fold.model.FoldModel;
import org.ribond.engine.fold.predict.Decoder;
import org.ribond.engine.fold.predict.FoldNetworks;
import org.ribond.engine.fold.predict.FoldPredictor;
import org.ribond.engine.model.Models;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of commands that predict structures of RNAs. */
public final class DecodingOptions {
  /** What is named in the place of a model where none is wanted. */
  private static final String PHYSICS = "physics";

  /** Share of Java's memory that is theirs; the rest is for what is read and written. */
  private static final double MEMORY = 0.8;

  private static final double MOST_GAMMA = 1000;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "NAME|FILE",
      defaultValue = Models.FOLD,
      description =
          "fold, the model that comes with Ribond (default), the file of another, or physics for"
              + " none. RNAs of lengths that a model did not learn from are left to physics, and"
              + " so are those with a constraint.")
  private String model;

  @Option(
      names = "--decode",
      paramLabel = "RULE",
      defaultValue = "mea",
      description = {
        "mea: the nested structure of the greatest expected accuracy (default);",
        "centroid: all pairs that are likelier than not."
      })
  private Rule rule;

  @Option(
      names = "--gamma",
      paramLabel = "G",
      description =
          "Of mea, what a paired base counts beside an unpaired one: the greater, the more pairs"
              + " (default: the model's; physics: 2).")
  private Optional<Double> gamma;

  @Option(
      names = "--pseudoknots",
      description =
          "Let pairs cross, in RNAs that the model knows: pairs by falling probability, each base"
              + " with one partner.")
  private boolean pseudoknots;

  @Option(
      names = "--threshold",
      paramLabel = "P",
      description = "Of --pseudoknots, the least probability (default: the model's).")
  private Optional<Double> threshold;

  @Mixin private BackendChoice backend;

  /** How structures are called. */
  enum Rule {
    MEA,
    CENTROID
  }

  /**
   * A model as {@code --model} names it.
   *
   * @return nothing for physics
   * @throws UsageException if options do not fit
   * @throws org.ribond.engine.file.DataException if it is no usable model of structures
   */
  public Optional<FoldModel> model() {
    check();
    return model.equals(PHYSICS)
        ? Optional.empty()
        : Optional.of(FoldModel.of(model, Models.read(model)));
  }

  private void check() {
    if (gamma.isPresent() && (rule != Rule.MEA || pseudoknots)) {
      throw new UsageException("--gamma is an option of --decode mea, without --pseudoknots");
    }
    if (gamma.isPresent() && !(gamma.get() > 0 && gamma.get() <= MOST_GAMMA)) {
      throw new UsageException("--gamma must be above 0 and at most 1000");
    }
    if (pseudoknots && (rule != Rule.MEA || model.equals(PHYSICS))) {
      throw new UsageException(
          "--pseudoknots goes neither with --decode centroid nor with physics");
    }
    if (threshold.isPresent() && !pseudoknots) {
      throw new UsageException("--threshold is an option of --pseudoknots");
    }
    if (threshold.isPresent() && !(threshold.get() > 0 && threshold.get() <= 1)) {
      throw new UsageException("--threshold must be above 0 and at most 1");
    }
  }

  /** The backend for a model's networks. */
  public Backend backend(Messages messages) {
    return backend.onProcessor().open(messages);
  }

  /**
   * A predictor as these options want it.
   *
   * @param networks of {@link #model} on the backend
   */
  public FoldPredictor predictor(Optional<FoldNetworks> networks) {
    Decoder physics =
        rule == Rule.CENTROID
            ? Decoder.CENTROID
            : new Decoder(Decoder.Kind.MEA, gamma.orElse(Decoder.PHYSICS.number()));
    return new FoldPredictor(
        networks, physics, backend.threads(), (long) (MEMORY * Runtime.getRuntime().maxMemory()));
  }

  /** How a model's structures are called. */
  public Decoder decoder(FoldModel chosen) {
    if (pseudoknots) {
      return threshold
          .map(least -> new Decoder(Decoder.Kind.ONE_PARTNER, least))
          .orElseGet(() -> FoldNetworks.crossing(chosen));
    }
    if (rule == Rule.CENTROID) {
      return Decoder.CENTROID;
    }
    return gamma
        .map(number -> new Decoder(Decoder.Kind.MEA, number))
        .orElseGet(() -> FoldNetworks.nested(chosen));
  }
}
