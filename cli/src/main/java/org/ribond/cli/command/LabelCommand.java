package org.ribond.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ribond.cli.format.LabelWriter;
import org.ribond.cli.options.BackendChoice;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.LabelModels;
import org.ribond.cli.options.LabelVote;
import org.ribond.cli.options.QuerySequences;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Messages;
import org.ribond.cli.terminal.Output;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.file.DataException;
import org.ribond.engine.label.data.LabelRecords;
import org.ribond.engine.label.model.LabelFacts;
import org.ribond.engine.label.model.LabelModel;
import org.ribond.engine.label.model.Strands;
import org.ribond.engine.label.predict.LabelPredictor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says of sequences what they are. */
@Command(
    name = "label",
    sortOptions = false,
    description = "Predict classes or numbers of sequences, with a model of 'train --task label'.",
    footerHeading = "%nFormats:%n",
    footer = {
      "  tsv    a line for each sequence, in their order: id, the likeliest class,",
      "         the probability of each class under its name; or id and numbers",
      "  jsonl  a JSON object for each: id, length, class and probabilities, or",
      "         numbers",
      "",
      "Sequences are read and written some thousand letters at a time: memory does",
      "not grow with their number."
    })
final class LabelCommand implements Callable<Integer> {
  @Mixin private QuerySequences query;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "FILE",
      required = true,
      description = "The model.")
  private String modelName;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "tsv",
      description = "tsv or jsonl, see below (default: ${DEFAULT-VALUE}).")
  private LabelWriter.Format format;

  @Option(
      names = "--strands",
      paramLabel = "NAME",
      description =
          "forward, or both: the mean of a sequence and its reverse complement (default: as the"
              + " model was trained).")
  private Optional<Strands> strands;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Write there instead of to standard output.")
  private Optional<Path> out = Optional.empty();

  @Mixin private LabelVote vote;

  @Mixin private BackendChoice backendChoice;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    Messages messages = common.messages();
    if (common.json()) {
      format = LabelWriter.Format.JSONL;
    }
    Output.check(out);
    LabelModel model = read();
    try (LabelRecords records = query.open(model);
        Backend backend = backendChoice.open(messages);
        LabelPredictor predictor = new LabelPredictor(model, backend, vote.of(model))) {
      Output.write(
          out,
          text -> {
            LabelWriter writer = new LabelWriter(text, format, model.facts().outputs());
            try {
              predictor.predict(
                  records,
                  prediction -> {
                    try {
                      writer.write(prediction);
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  });
            } catch (UncheckedIOException e) {
              throw e.getCause();
            }
          });
    }
    return ExitCode.DONE;
  }

  /** The model, reading the strands that are asked for. */
  private LabelModel read() {
    LabelModel model = LabelModels.read(modelName);
    if (strands.isEmpty() || strands.get() == model.facts().strands()) {
      return model;
    }
    if (model.linear().isPresent()) {
      throw new DataException(modelName + ": a linear model reads sequences forward alone");
    }
    LabelFacts facts = model.facts();
    try {
      return new LabelModel(
          model.trained(),
          new LabelFacts(
              facts.molecule(), strands.get(), facts.outputs(), facts.shortest(), facts.longest()),
          model.calibration());
    } catch (IllegalArgumentException e) {
      throw new UsageException("--strands both: " + e.getMessage());
    }
  }
}
