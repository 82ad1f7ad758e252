package org.ribond.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ribond.cli.format.JsonlWriter;
import org.ribond.cli.format.NpyWriter;
import org.ribond.cli.format.PractipWriter;
import org.ribond.cli.format.PredictionFormat;
import org.ribond.cli.format.PredictionHeading;
import org.ribond.cli.format.PredictionPairs;
import org.ribond.cli.format.PredictionWriter;
import org.ribond.cli.format.TsvWriter;
import org.ribond.cli.options.BackendChoice;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.ModelChoice;
import org.ribond.cli.options.SelectionOptions;
import org.ribond.cli.options.VoteRule;
import org.ribond.cli.plot.PlottingScorer;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Messages;
import org.ribond.cli.terminal.Output;
import org.ribond.cli.terminal.Progress;
import org.ribond.cli.terminal.StandardInput;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.contact.predict.Calibration;
import org.ribond.engine.contact.predict.ContactPredictor;
import org.ribond.engine.contact.predict.MapScorer;
import org.ribond.engine.model.Models;
import org.ribond.engine.model.Vote;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.FastaReader;
import org.ribond.engine.sequence.Sequence;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Predicts the contacts of proteins with RNAs. */
@Command(
    name = "predict",
    sortOptions = false,
    description = "Predict which residues of each protein touch which bases of each RNA.",
    footerHeading = "%nHow to read a score:%n",
    footer = {
      "  The score of a residue and a base is the probability that they touch (that",
      "  heavy atoms of the two come within 3.5 angstrom) in a complex of this",
      "  protein and this RNA. It says where they would bind, not whether they do.",
      "",
      "  Contacts are rare: far fewer than one in a hundred pairs of a complex. So a",
      "  calibrated score of 0.02 can be a strong prediction; 'enrichment' says how",
      "  many times likelier than any pair it is. 0.5 is no border between contact",
      "  and none: few true contacts reach it, and of the pairs that do, every other",
      "  one touches. Of a model that is not calibrated only the order counts.",
      "",
      "  The order is what to trust: look at the best pairs first. Shown are as many",
      "  as the shorter chain is long (at least 10), about what complexes have.",
      "  '--top L' gives as many as the protein has residues, '--top L/5' the surest",
      "  few, as is usual in contact prediction. A best pair may still be wrong:",
      "  'ribond model info' tells how often, as measured on unseen proteins.",
      "",
      "  The score of a residue or a base alone (jsonl) is the probability that it",
      "  touches anything of the other chain. Models on pairs of windows (window) have",
      "  none: theirs is the chance that any of its pairs touches, as if each did so",
      "  by itself, which is too high for bases.",
      "",
      "Formats:",
      "  tsv      a line for each pair shown; lines before the column names start",
      "           with #",
      "  jsonl    a JSON object for each protein and RNA, on a line: protein, rna,",
      "           contacts [residue, base, score], residues, bases",
      "  practip  as PRactIP prints them: a line '>Score=SUM', then 'RESIDUE BASE'",
      "           counted from 0",
      "  npy      the whole map, float32, residues x bases; of several maps, a file",
      "           each in the directory --out"
    })
final class PredictCommand implements Callable<Integer> {
  /** Output formats. */
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PROTEIN",
      description = "Same as --protein.")
  private String proteinArgument;

  @Parameters(index = "1", arity = "0..1", paramLabel = "RNA", description = "Same as --rna.")
  private String rnaArgument;

  @Option(
      names = "--protein",
      paramLabel = "FASTA",
      description = "Proteins; - is standard input. Gzip is known by content, here and elsewhere.")
  private String proteinFile;

  @Option(names = "--rna", paramLabel = "FASTA", description = "RNAs; - is standard input.")
  private String rnaFile;

  @Option(
      names = "--pairs",
      paramLabel = "TSV",
      description =
          "Only these pairs: a protein's and an RNA's name on each line, with a tab between."
              + " Default: every protein with every RNA.")
  private String pairsFile;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "NAME|FILE",
      defaultValue = Models.DEFAULT,
      description = {
        "A model that comes with Ribond, or a file. Default: the one named default.",
        "Several, separated by commas, are one ensemble, of whatever architectures."
      })
  private String modelName;

  @Option(
      names = "--vote",
      paramLabel = "RULE",
      defaultValue = VoteRule.MEAN,
      description =
          "How networks agree: mean, all, any, majority or a number of them (default: mean). All"
              + " but the mean are not calibrated.")
  private String vote;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "TSV",
      description = "tsv, jsonl, practip or npy, see below (default: tsv).")
  private PredictionFormat format;

  @Mixin private SelectionOptions selection;

  @Option(names = "--zero-based", description = "Count residues and bases from 0 instead of 1.")
  private boolean zeroBased;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Write there instead of to standard output.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--plot",
      paramLabel = "DIR",
      description = "Also draw each map as a PNG in this directory.")
  private Optional<Path> plot = Optional.empty();

  @Mixin private BackendChoice backendChoice;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    Messages messages = common.messages();
    resolveOptions();
    PredictionPairs pairs = pairs();
    pairs.warnOfUnknownLetters(messages);
    ModelChoice model = ModelChoice.read(modelName);
    Vote agreement = VoteRule.of(vote, model.members());
    Optional<Calibration> calibration = model.calibration(agreement);
    try (Backend backend =
            backendChoice.open(model.multiplyAdds(pairs.cells(), pairs.letters()), messages);
        ContactPredictor predictor = model.predictor(backend, agreement, calibration);
        Progress progress = new Progress("predict", pairs.count(), messages)) {
      messages.info(
          "model "
              + modelName
              + ", "
              + members(model)
              + (calibration.isPresent()
                  ? ", calibrated"
                  : ", not calibrated: only the order counts"));
      PredictionHeading heading =
          PredictionHeading.of(
              RibondCommand.version(),
              modelName,
              model.card(),
              calibration,
              zeroBased,
              selection.inWords());
      write(
          pairs,
          heading,
          PlottingScorer.of(predictor, plot, pairs, heading.firstIndex()),
          progress);
    }
    return ExitCode.DONE;
  }

  private void resolveOptions() {
    if (common.json()) {
      format = PredictionFormat.JSONL;
    }
    proteinFile = file("protein", proteinArgument, proteinFile);
    rnaFile = file("rna", rnaArgument, rnaFile);
    StandardInput.requireOnce(proteinFile, rnaFile, pairsFile);
    selection.check(format);
    if (format != PredictionFormat.NPY) {
      Output.check(out);
    }
  }

  private static String file(String name, String argument, String option) {
    if ((argument == null) == (option == null)) {
      throw new UsageException(
          "name one FASTA file of proteins and one of RNAs: --protein FASTA --rna FASTA"
              + (option == null ? "" : "; --" + name + " and an argument both name one"));
    }
    return option == null ? argument : option;
  }

  private PredictionPairs pairs() {
    List<Sequence> proteins = FastaReader.readAll(proteinFile, Alphabet.PROTEIN);
    List<Sequence> rnas = FastaReader.readAll(rnaFile, Alphabet.RNA);
    return pairsFile == null
        ? PredictionPairs.all(proteins, rnas)
        : PredictionPairs.listed(pairsFile, proteins, rnas);
  }

  private static String members(ModelChoice model) {
    int count = model.members();
    return count == 1 ? "one network" : count + " networks";
  }

  private void write(
      PredictionPairs pairs, PredictionHeading heading, MapScorer scorer, Progress progress) {
    if (format == PredictionFormat.NPY) {
      NpyWriter npy = new NpyWriter(out, pairs);
      each(pairs, progress, (protein, rna) -> npy.pair(protein, rna, scorer));
      return;
    }
    Output.write(
        out,
        text -> {
          PredictionWriter writer =
              switch (format) {
                case TSV -> new TsvWriter(text, heading, selection.get());
                case JSONL -> new JsonlWriter(text, heading, selection.get());
                case PRACTIP -> new PractipWriter(text, selection.get());
                case NPY -> throw new AssertionError("npy is no text");
              };
          try {
            each(
                pairs,
                progress,
                (protein, rna) -> {
                  writer.pair(protein, rna, scorer);
                  text.flush();
                });
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        });
  }

  /** What is done with each pair. */
  @FunctionalInterface
  private interface PairAction {
    void accept(Sequence protein, Sequence rna) throws IOException;
  }

  private static void each(PredictionPairs pairs, Progress progress, PairAction action) {
    long[] done = new long[1];
    pairs.forEach(
        (protein, rna) -> {
          try {
            action.accept(protein, rna);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          progress.update(++done[0], "");
        });
  }
}
