package org.ribond.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.ribond.cli.format.ConstraintFile;
import org.ribond.cli.format.Directories;
import org.ribond.cli.format.FileNames;
import org.ribond.cli.format.FoldFormat;
import org.ribond.cli.format.FoldWriter;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.DecodingOptions;
import org.ribond.cli.options.FoldChoice;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Output;
import org.ribond.cli.terminal.Progress;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.file.InputFile;
import org.ribond.engine.fold.physics.Constraint;
import org.ribond.engine.fold.predict.FoldPredictor;
import org.ribond.engine.fold.predict.Folded;
import org.ribond.engine.fold.predict.Query;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.FastaReader;
import org.ribond.engine.sequence.Sequence;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Predicts secondary structures of RNAs. */
@Command(
    name = "fold",
    sortOptions = false,
    description = "Predict which bases of each RNA pair with one another.",
    footerHeading = "%nHow it is done:%n",
    footer = {
      "  Physics: all nested structures are summed over, each weighted by what its",
      "  loops are worth (the model of CONTRAfold with EternaFold's parameters). That",
      "  gives the probability of each pair. A network reads these and the bases, and",
      "  gives probabilities of its own. From them a structure is called.",
      "",
      "Formats:",
      "  dbn    header, bases, then brackets, in parentheses the share of bases that",
      "         is expected to be right, and network or physics: what it is by",
      "  ct, bpseq",
      "         the structure, as other programs read it",
      "  tsv    a line for each pair of a probability of --least or more: id, place",
      "         and base of both, probability, whether the structure has it",
      "  jsonl  a JSON object for each RNA: id, length, sequence, structure, accuracy,",
      "         method, log_partition, unpaired (each base's probability), pairs [first,",
      "         second, probability]",
      "  npy    the matrix of probabilities, float32; of several RNAs, a file each in",
      "         the directory --out"
    })
final class FoldCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "RNAS",
      description = "FASTA; - is standard input. Gzip is known by content.")
  private String file;

  @Mixin private DecodingOptions decoding;

  @Option(
      names = "--constraint",
      paramLabel = "LINE|FILE",
      description = {
        "What the structures have to look like, a character for each base: . anything, x unpaired,"
            + " | paired, < paired with a later base, > with an earlier one, ( ) paired with each"
            + " other.",
        "A line for the one RNA, or a file: '>name', then its line."
      })
  private Optional<String> constraint = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "dbn",
      description = "dbn, ct, bpseq, tsv, jsonl or npy, see below (default: ${DEFAULT-VALUE}).")
  private FoldFormat format;

  @Option(
      names = "--least",
      paramLabel = "P",
      defaultValue = "0.01",
      description =
          "Probability from which on pairs are listed in tsv and jsonl (default: ${DEFAULT-VALUE}).")
  private double least;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Write there instead of to standard output.")
  private Optional<Path> out = Optional.empty();

  @Mixin private FoldPlotOptions plots;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    if (common.json()) {
      format = FoldFormat.JSONL;
    }
    if (!(least >= 0 && least <= 1)) {
      throw new UsageException("--least must be from 0 to 1");
    }
    if (format != FoldFormat.NPY) {
      Output.check(out);
    }
    Consumer<Folded> plotter = plots.plotter();
    try (FastaReader rnas = FastaReader.open(file, Alphabet.RNA);
        FoldChoice choice = new FoldChoice(decoding, common.messages());
        Progress progress = new Progress("fold", 0, common.messages())) {
      Iterator<Query> queries = queries(rnas);
      Count done = new Count();
      Consumer<Folded> count =
          folded -> {
            plotter.accept(folded);
            done.add(folded);
            progress.show(() -> "fold " + (done.byNetwork + done.byPhysics) + " RNAs");
          };
      if (format == FoldFormat.NPY) {
        matrices(choice.predictor(), queries, count);
      } else {
        text(choice.predictor(), queries, count);
      }
      tell(done);
    }
    return ExitCode.DONE;
  }

  /** RNAs that are done. */
  private static final class Count {
    private int byNetwork;
    private int byPhysics;

    void add(Folded folded) {
      switch (folded.method()) {
        case NETWORK -> byNetwork++;
        case PHYSICS -> byPhysics++;
      }
    }
  }

  /** Says what the structures are by, where that is not the same for all. */
  private void tell(Count done) {
    if (done.byNetwork > 0 && done.byPhysics > 0) {
      common
          .messages()
          .info(
              done.byNetwork
                  + " RNAs by the network, "
                  + done.byPhysics
                  + " by physics: constrained, or of a length that the network did not learn");
    }
  }

  private void text(FoldPredictor predictor, Iterator<Query> queries, Consumer<Folded> count) {
    Output.write(
        out,
        text -> {
          FoldWriter writer = new FoldWriter(text, format, least);
          try {
            predictor.predict(
                queries,
                folded -> {
                  try {
                    writer.write(folded);
                    text.flush();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                  count.accept(folded);
                });
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        });
  }

  private void matrices(FoldPredictor predictor, Iterator<Query> queries, Consumer<Folded> count) {
    Query first = queries.next();
    boolean isStandard = out.isEmpty() || out.get().toString().equals(InputFile.STDIN);
    if (!queries.hasNext() && (isStandard || !Files.isDirectory(out.get()))) {
      Output.check(out);
      Folded folded = predictor.fold(first);
      Output.writeBytes(out, stream -> FoldWriter.npy(stream, folded.probabilities()));
      count.accept(folded);
      return;
    }
    if (isStandard) {
      throw new UsageException("--format npy with several RNAs needs --out DIRECTORY");
    }
    Directories.create(out.get());
    FileNames names = new FileNames();
    Consumer<Folded> write =
        folded -> {
          String name = names.next(folded.structure().rna().name()) + format.ending();
          Output.writeBytes(
              Optional.of(out.get().resolve(name)),
              stream -> FoldWriter.npy(stream, folded.probabilities()));
          count.accept(folded);
        };
    write.accept(predictor.fold(first));
    predictor.predict(queries, write);
  }

  private Iterator<Query> queries(FastaReader rnas) {
    if (constraint.isEmpty()) {
      return map(rnas, Query::of);
    }
    if (InputFile.isFile(constraint.get())) {
      ConstraintFile constraints = new ConstraintFile(constraint.get());
      return map(rnas, rna -> new Query(rna, constraints.of(rna)));
    }
    Constraint only;
    try {
      only = Constraint.of(constraint.get());
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--constraint is neither a file nor a constraint: " + e.getMessage());
    }
    Sequence rna = rnas.next();
    if (rnas.hasNext()) {
      throw new UsageException(
          "--constraint LINE is for one RNA and " + file + " has more: give a file");
    }
    if (only.length() != rna.length()) {
      throw new UsageException(
          "--constraint has " + only.length() + " characters for " + rna.length() + " bases");
    }
    return List.of(new Query(rna, only)).iterator();
  }

  private static Iterator<Query> map(FastaReader rnas, Function<Sequence, Query> query) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rnas.hasNext();
      }

      @Override
      public Query next() {
        return query.apply(rnas.next());
      }
    };
  }
}
