package org.ribond.cli.command;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ribond.cli.format.Directories;
import org.ribond.cli.format.ExplanationWriter;
import org.ribond.cli.format.FileNames;
import org.ribond.cli.format.LabelWriter;
import org.ribond.cli.options.BackendChoice;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.LabelModels;
import org.ribond.cli.options.QuerySequences;
import org.ribond.cli.plot.LetterLogo;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Output;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.file.DataException;
import org.ribond.engine.label.data.LabelRecord;
import org.ribond.engine.label.data.LabelRecords;
import org.ribond.engine.label.data.Molecule;
import org.ribond.engine.label.explain.FilterMotif;
import org.ribond.engine.label.explain.FilterMotifs;
import org.ribond.engine.label.explain.InputGradients;
import org.ribond.engine.label.explain.LetterChanges;
import org.ribond.engine.label.explain.Mutagenesis;
import org.ribond.engine.label.model.LabelModel;
import org.ribond.engine.label.model.ModelOutputs;
import org.ribond.engine.label.model.Strands;
import org.ribond.engine.label.predict.LabelPredictor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says which letters speak for what a model says of sequences. */
@Command(
    name = "explain",
    sortOptions = false,
    description =
        "Show which letters speak for the answer of a model of 'train --task label', and what its"
            + " filters look for.",
    footerHeading = "%nFormats:%n",
    footer = {
      "  tsv    a line for each letter: id, class (or column), position from 1, letter,",
      "         worth, and what each letter would change in its place",
      "  jsonl  a JSON object for each sequence, with the same",
      "",
      "Worth and changes are log-odds of the class, or of the unit of a number. The",
      "worth of a letter is what all others in its place lose on average."
    })
final class ExplainCommand implements Callable<Integer> {
  /** How letters are valued. */
  enum Method {
    /** Every letter is replaced by every other one. */
    MUTAGENESIS,
    /** The gradient, as if the model were a straight line. */
    GRADIENT
  }

  @Mixin private QuerySequences query;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "FILE",
      required = true,
      description = "The model.")
  private String modelName;

  @Option(
      names = "--class",
      paramLabel = "NAME",
      description =
          "The class that letters speak for, or the column of numbers (default: the likeliest class"
              + " of each sequence, the first column).")
  private Optional<String> output = Optional.empty();

  @Option(
      names = "--method",
      paramLabel = "NAME",
      defaultValue = "mutagenesis",
      description =
          "mutagenesis: replace each letter by each other one; gradient: gradient x input, one pass"
              + " instead of one for each mutant (default: ${DEFAULT-VALUE}).")
  private Method method;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "tsv",
      description = "tsv or jsonl, see below (default: ${DEFAULT-VALUE}).")
  private LabelWriter.Format format;

  @Option(
      names = "--plot",
      paramLabel = "DIR",
      description = "Also draw each sequence there, its letters as high as they are worth (SVG).")
  private Optional<Path> plot = Optional.empty();

  @Option(names = "--png", description = "Draw PNG instead of SVG.")
  private boolean png;

  @Option(
      names = "--motifs",
      paramLabel = "FILE",
      description =
          "Also write what the first layer's filters find in the sequences, in MEME format; this"
              + " keeps all sequences in memory.")
  private Optional<Path> motifs = Optional.empty();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Write there instead of to standard output.")
  private Optional<Path> out = Optional.empty();

  @Mixin private BackendChoice backendChoice;
  @Mixin private CommonOptions common;

  private final FileNames names = new FileNames();
  private final List<byte[]> sequences = new ArrayList<>();

  @Override
  public Integer call() {
    if (common.json()) {
      format = LabelWriter.Format.JSONL;
    }
    if (png && plot.isEmpty()) {
      throw new UsageException("--png is for --plot");
    }
    Output.check(out);
    Output.check(motifs);
    LabelModel model = LabelModels.read(modelName);
    Optional<Integer> wanted = output.map(name -> place(model, name));
    if (model.linear().isPresent() && (method == Method.GRADIENT || motifs.isPresent())) {
      throw new DataException(
          modelName + ": a linear model has neither gradient nor filters; take mutagenesis alone");
    }
    plot.ifPresent(Directories::create);
    try (LabelRecords records = query.open(model);
        Backend backend = backendChoice.open(common.messages());
        LabelPredictor predictor = new LabelPredictor(model, backend)) {
      Output.write(out, text -> explain(predictor, records, wanted, text));
    }
    motifs.ifPresent(file -> Output.write(Optional.of(file), text -> writeMotifs(model, text)));
    return ExitCode.DONE;
  }

  private static int place(LabelModel model, String name) {
    List<String> names = model.facts().outputs().names();
    if (!names.contains(name)) {
      throw new UsageException("--class " + name + ": the model has " + String.join(", ", names));
    }
    return names.indexOf(name);
  }

  private void explain(
      LabelPredictor predictor, LabelRecords records, Optional<Integer> wanted, Writer text)
      throws IOException {
    LabelModel model = predictor.model();
    Molecule molecule = model.facts().molecule();
    ExplanationWriter writer = new ExplanationWriter(text, format, molecule);
    try (InputGradients gradients =
        method == Method.GRADIENT ? new InputGradients(predictor) : null) {
      while (records.hasNext()) {
        LabelRecord record = records.next();
        byte[] codes = predictor.codes(record);
        int place = wanted.orElseGet(() -> likeliest(predictor, codes));
        LetterChanges changes =
            gradients == null
                ? Mutagenesis.of(predictor, codes, place)
                : gradients.of(codes, place);
        String name = model.facts().outputs().names().get(place);
        writer.write(record, name, codes, changes);
        if (plot.isPresent()) {
          draw(plot.get(), logo(model, record.name(), name, codes, changes));
        }
        if (motifs.isPresent()) {
          sequences.add(codes);
        }
      }
    }
  }

  private static int likeliest(LabelPredictor predictor, byte[] codes) {
    int best = 0;
    if (predictor.model().facts().outputs() instanceof ModelOutputs.Classes) {
      float[] values = predictor.predict(List.of(codes));
      for (int i = 1; i < values.length; i++) {
        best = values[i] > values[best] ? i : best;
      }
    }
    return best;
  }

  private static LetterLogo logo(
      LabelModel model, String id, String output, byte[] codes, LetterChanges changes) {
    StringBuilder letters = new StringBuilder();
    float[] worths = new float[codes.length];
    for (int position = 0; position < codes.length; position++) {
      letters.append(model.facts().molecule().letter(codes[position]));
      worths[position] = changes.worth(position, codes[position]);
    }
    boolean isClassifier = model.facts().outputs() instanceof ModelOutputs.Classes;
    double value = isClassifier ? 1 / (1 + Math.exp(-changes.value())) : changes.value();
    String said = String.format(Locale.ROOT, isClassifier ? "%.3f" : "%.4g", value);
    return new LetterLogo(
        id + ": " + output + " " + said,
        isClassifier ? "log-odds" : output,
        letters.toString(),
        worths);
  }

  private void draw(Path directory, LetterLogo logo) {
    String name = names.next(logo.title().substring(0, logo.title().lastIndexOf(": ")));
    if (png) {
      logo.writePng(directory.resolve(name + ".png"));
    } else {
      logo.writeSvg(directory.resolve(name + ".svg"));
    }
  }

  private void writeMotifs(LabelModel model, Writer text) throws IOException {
    Molecule molecule = model.facts().molecule();
    StringBuilder letters = new StringBuilder();
    for (int code = 0; code < molecule.alphabet().size(); code++) {
      letters.append(molecule.letter(code));
    }
    int members = model.trained().members().size();
    List<FilterMotif> all = new ArrayList<>();
    for (int member = 0; member < members; member++) {
      String prefix = members == 1 ? "" : "member." + (member + 1) + ".";
      for (FilterMotif motif : FilterMotifs.of(model, member, sequences)) {
        all.add(
            new FilterMotif(prefix + motif.name(), motif.letters(), motif.counts(), motif.sites()));
      }
    }
    boolean isDna = molecule == Molecule.DNA;
    FilterMotif.writeMeme(
        text,
        all,
        letters.toString(),
        FilterMotifs.background(sequences, letters.length()),
        isDna ? (model.facts().strands() == Strands.BOTH ? "+ -" : "+") : "");
  }
}
