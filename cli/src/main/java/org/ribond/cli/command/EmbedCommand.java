package org.ribond.cli.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.ribond.cli.format.NpyWriter;
import org.ribond.cli.format.VectorWriter;
import org.ribond.cli.options.BackendChoice;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.EncoderChoice;
import org.ribond.cli.options.TranscriptOptions;
import org.ribond.cli.plot.Chart;
import org.ribond.cli.plot.VectorMap;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Output;
import org.ribond.cli.terminal.Progress;
import org.ribond.cli.terminal.UsageException;
import org.ribond.cli.train.SharedBackends;
import org.ribond.engine.embed.data.Encoder;
import org.ribond.engine.embed.data.Transcript;
import org.ribond.engine.embed.data.TranscriptReader;
import org.ribond.engine.embed.data.TranscriptRow;
import org.ribond.engine.embed.model.EmbedModel;
import org.ribond.engine.embed.predict.Neighbours;
import org.ribond.engine.embed.predict.Neighbours.Neighbour;
import org.ribond.engine.embed.predict.TranscriptEncoder;
import org.ribond.engine.embed.probe.KmerEncoder;
import org.ribond.engine.model.Models;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes vectors of transcripts. */
@Command(
    name = "embed",
    sortOptions = false,
    description = "Make a vector of each transcript, or find those that are nearest to it.",
    footerHeading = "%nFormats:%n",
    footer = {
      "  tsv    a line for each transcript, in their order: id and the numbers of its",
      "         vector; with --nearest a line for each neighbour: id, rank, neighbour,",
      "         cosine",
      "  jsonl  a JSON object for each: id, length and vector, or neighbours",
      "  npy    transcripts x numbers, float32",
      "",
      "A transcript is read whole, however long it is. Transcripts are read and written",
      "some thousand letters at a time: but for --nearest and npy, which keep all",
      "vectors, memory does not grow with their number."
    })
final class EmbedCommand implements Callable<Integer> {
  /** Bases that are read at a time, unless one transcript has more. */
  private static final int BASES = 1 << 18;

  private enum Format {
    TSV,
    JSONL,
    NPY
  }

  @Parameters(
      paramLabel = "TRANSCRIPTS",
      description =
          "FASTA, or a table (TSV or CSV); - is standard input. Gzip is known by content.")
  private String file;

  @Mixin private TranscriptOptions transcripts;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "NAME|FILE",
      description =
          "embed, the encoder that comes with Ribond (default), or the file of another, of 'train"
              + " --task embed'.")
  private Optional<String> modelName = Optional.empty();

  @Option(
      names = "--kmers",
      paramLabel = "K",
      description =
          "Instead of an encoder's vectors the shares of all words of K bases, 1 to 6, to compare"
              + " them with.")
  private Optional<Integer> kmers = Optional.empty();

  @Option(
      names = "--nearest",
      paramLabel = "K",
      description =
          "The K nearest of each, by the cosine of the angle between vectors, instead of the"
              + " vectors; exact.")
  private Optional<Integer> nearest = Optional.empty();

  @Option(
      names = "--among",
      paramLabel = "FILE",
      description = "Find the nearest among the transcripts of this file (default: the others).")
  private Optional<String> among = Optional.empty();

  @Option(
      names = "--apart",
      paramLabel = "COLUMN",
      description =
          "The nearest are among those that have something else in this column, such as another"
              + " species.")
  private Optional<String> apart = Optional.empty();

  @Option(
      names = "--map",
      paramLabel = "FILE",
      description =
          "Draw the vectors on the plane on which they are spread most (their first two principal"
              + " components): SVG, or PNG if the name ends in .png.")
  private Optional<Path> map = Optional.empty();

  @Option(
      names = "--colour",
      paramLabel = "COLUMN",
      description =
          "Column of names or numbers that the dots of --map are coloured by (default: none).")
  private Optional<String> colour = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "tsv",
      description = "tsv, jsonl or npy, see below (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Write there instead of to standard output.")
  private Optional<Path> out = Optional.empty();

  @Mixin private BackendChoice backendChoice;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    if (common.json()) {
      format = Format.JSONL;
    }
    if (nearest.isPresent() && nearest.get() < 1) {
      throw new UsageException("--nearest must be at least 1");
    }
    if (nearest.isPresent() && format == Format.NPY) {
      throw new UsageException("--nearest is written as tsv or jsonl");
    }
    if ((among.isPresent() || apart.isPresent()) && nearest.isEmpty()) {
      throw new UsageException("--among FILE and --apart COLUMN are for --nearest K");
    }
    if (colour.isPresent() && map.isEmpty()) {
      throw new UsageException("--colour COLUMN is for --map FILE");
    }
    Output.check(out);
    if (kmers.isPresent()) {
      embed(words(kmers.get()));
      return ExitCode.DONE;
    }
    EmbedModel model = EncoderChoice.read(modelName.orElse(Models.EMBED));
    try (SharedBackends backends = sideBySide();
        TranscriptEncoder encoder = new TranscriptEncoder(backends.all(), model)) {
      embed(encoder);
    }
    return ExitCode.DONE;
  }

  /** A backend for each thread, or a card. */
  private SharedBackends sideBySide() {
    BackendChoice choice = backendChoice.onProcessor();
    return new SharedBackends(choice, Optional.empty(), choice.threads(), common.messages());
  }

  private Encoder words(int k) {
    if (modelName.isPresent()) {
      throw new UsageException("either --model or --kmers, not both");
    }
    try {
      return new KmerEncoder(k);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--kmers: " + e.getMessage());
    }
  }

  private void embed(Encoder encoder) {
    try (TranscriptReader reader = TranscriptReader.open(file, transcripts.columns());
        Progress progress = new Progress("embed", 0, common.messages())) {
      VectorMap drawn = new VectorMap();
      Source source = new Source(reader, encoder, progress, drawer(drawn));
      if (format == Format.NPY) {
        matrix(source);
      } else {
        text(source);
      }
      map.ifPresent(picture -> draw(drawn, picture));
    }
  }

  /** What keeps vectors for the picture, if there is to be one. */
  private BiConsumer<TranscriptRow, float[]> drawer(VectorMap drawn) {
    if (map.isEmpty()) {
      return (row, vector) -> {};
    }
    return (row, vector) -> drawn.add(vector, colour.map(row::field).orElse("transcripts"));
  }

  private void draw(VectorMap drawn, Path picture) {
    Chart chart =
        drawn.chart(
            "Vectors by " + kmers.map(k -> "words of " + k).orElseGet(this::shownModel),
            colour.orElse(""));
    if (picture.toString().endsWith(".png")) {
      chart.writePng(picture);
    } else {
      Output.write(Optional.of(picture), text -> text.write(chart.svg()));
    }
  }

  private String shownModel() {
    return String.valueOf(Path.of(modelName.orElse(Models.EMBED)).getFileName());
  }

  /** What is done with a transcript and its vector. */
  private interface Sink {
    void take(TranscriptRow row, float[] vector) throws IOException;
  }

  /** Transcripts with their vectors, some thousand letters at a time. */
  private record Source(
      TranscriptReader reader,
      Encoder encoder,
      Progress progress,
      BiConsumer<TranscriptRow, float[]> drawer) {
    void each(Sink sink) throws IOException {
      int done = 0;
      while (reader.hasNext()) {
        List<TranscriptRow> batch = new ArrayList<>();
        long letters = 0;
        while (reader.hasNext() && letters < BASES) {
          batch.add(reader.next());
          letters += batch.getLast().transcript().length();
        }
        float[][] vectors = encoder.vectors(batch.stream().map(TranscriptRow::transcript).toList());
        for (int i = 0; i < vectors.length; i++) {
          sink.take(batch.get(i), vectors[i]);
          drawer.accept(batch.get(i), vectors[i]);
        }
        done += batch.size();
        int count = done;
        progress.show(() -> "embed " + count + " transcripts");
      }
    }
  }

  private void text(Source source) {
    Output.write(
        out,
        text -> {
          VectorWriter writer = new VectorWriter(text, format == Format.JSONL);
          if (nearest.isPresent()) {
            neighbours(source, writer);
          } else {
            writer.heading(source.encoder.width());
            source.each((row, vector) -> writer.vector(row.transcript(), vector));
          }
        });
  }

  private void neighbours(Source source, VectorWriter writer) throws IOException {
    List<TranscriptRow> queries = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    source.each(
        (row, vector) -> {
          queries.add(row);
          vectors.add(vector);
        });
    Neighbours list = new Neighbours();
    List<TranscriptRow> listed = new ArrayList<>();
    Sink sink =
        (row, vector) -> {
          list.add(vector);
          listed.add(row);
        };
    if (among.isPresent()) {
      try (TranscriptReader others = TranscriptReader.open(among.get(), transcripts.columns())) {
        new Source(others, source.encoder, source.progress, (row, vector) -> {}).each(sink);
      }
    } else {
      for (int i = 0; i < queries.size(); i++) {
        sink.take(queries.get(i), vectors.get(i));
      }
    }
    writer.neighbourHeading();
    List<String> names = listed.stream().map(row -> row.transcript().name()).toList();
    Grouping grouping = new Grouping();
    for (int i = 0; i < queries.size(); i++) {
      TranscriptRow query = queries.get(i);
      int self = among.isPresent() ? -1 : i;
      List<Neighbour> nearest =
          list.nearest(
              vectors.get(i),
              this.nearest.orElseThrow(),
              j -> j != self && isApart(query, listed.get(j)));
      writer.neighbours(query.transcript(), nearest, names);
      grouping.add(query, nearest, listed);
    }
    if (grouping.count > 0) {
      common.messages().info(grouping.words());
    }
  }

  private boolean isApart(TranscriptRow query, TranscriptRow other) {
    return apart.isEmpty() || !query.field(apart.get()).equals(other.field(apart.get()));
  }

  /** How many transcripts that have a group have one of it as their nearest. */
  private static final class Grouping {
    private int count;
    private int found;

    void add(TranscriptRow query, List<Neighbour> nearest, List<TranscriptRow> listed) {
      Optional<String> group = query.transcript().group();
      if (group.isPresent() && !nearest.isEmpty()) {
        count++;
        Transcript first = listed.get(nearest.getFirst().index()).transcript();
        found += first.group().equals(group) ? 1 : 0;
      }
    }

    String words() {
      return String.format(
          Locale.ROOT,
          "the nearest of %,d of %,d transcripts (%.1f %%) is of their group",
          found,
          count,
          100.0 * found / count);
    }
  }

  private void matrix(Source source) {
    List<float[]> rows = new ArrayList<>();
    Output.writeBytes(
        out,
        stream -> {
          source.each((row, vector) -> rows.add(vector));
          int width = source.encoder.width();
          stream.write(NpyWriter.header(rows.size(), width));
          ByteBuffer bytes =
              ByteBuffer.allocate(width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
          for (float[] row : rows) {
            bytes.asFloatBuffer().put(row);
            stream.write(bytes.array());
          }
        });
  }
}
