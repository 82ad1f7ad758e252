package org.ribond.cli.options;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ribond.engine.embed.data.Transcript;
import org.ribond.engine.embed.data.TranscriptReader;
import org.ribond.engine.embed.data.TranscriptRow;
import org.ribond.engine.embed.train.TranscriptGroups;
import org.ribond.engine.file.DataException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that name the transcripts that an encoder learns from, in groups that do the same. */
public final class EmbedTrainingData {
  private static final String SPLIT = "split";

  @Option(
      names = {"-d", "--data"},
      paramLabel = "FILE,FILE,...",
      split = ",",
      hideParamSyntax = true,
      required = true,
      description =
          "Transcripts in groups: tables (TSV or CSV) or FASTA with --group-pattern. Of a table"
              + " with a column split, rows of 'valid' judge the epochs, and those of 'test' are"
              + " left out. Gzip is known by content.")
  private List<String> files;

  @Option(
      names = "--valid",
      paramLabel = "FILE",
      description = "What judges the epochs instead, all of it.")
  private Optional<String> valid = Optional.empty();

  @Mixin private TranscriptOptions transcripts;

  /**
   * Transcripts and where they are from.
   *
   * @param name files, without their folders
   */
  public record Source(String name, List<Transcript> transcripts) {
    /** The same in groups. */
    public TranscriptGroups groups() {
      return TranscriptGroups.of(transcripts);
    }

    /** SHA-256 of groups, letters, coding regions and exons, in order. */
    public String sha256() {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Transcript each : transcripts) {
          String line =
              String.join(
                  "\t",
                  each.group().orElse(""),
                  each.sequence().letters(),
                  each.coding().map(Object::toString).orElse(""),
                  each.exonEnds().toString());
          digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
      } catch (NoSuchAlgorithmException e) {
        throw new LinkageError("every Java has SHA-256", e);
      }
    }
  }

  /**
   * The two sides.
   *
   * @param validation of at least one group of two, or nothing
   */
  public record Sides(Source training, Optional<Source> validation) {}

  /**
   * Reads the files.
   *
   * @throws DataException if a file is wrong, a transcript has no group, nothing is left to learn
   *     from, no group has two, or a group is on both sides
   */
  public Sides read() {
    List<Transcript> training = new ArrayList<>();
    List<Transcript> judged = new ArrayList<>();
    files.forEach(file -> read(file, false, training, judged));
    valid.ifPresent(
        file -> {
          judged.clear();
          read(file, true, training, judged);
        });
    Source source = new Source(name(files), training);
    if (training.isEmpty()) {
      throw new DataException(String.join(",", files) + ": no transcript to learn from");
    }
    TranscriptGroups groups = source.groups();
    if (groups.single() == groups.size()) {
      throw new DataException(
          String.join(",", files)
              + ": "
              + groups.size()
              + " groups of one transcript each: there is nothing that is the same");
    }
    Source judges = new Source(valid.map(file -> name(List.of(file))).orElse(source.name), judged);
    requireApart(training, judged);
    boolean canJudge = !judged.isEmpty() && judges.groups().single() < judges.groups().size();
    if (valid.isPresent() && !canJudge) {
      throw new DataException(valid.get() + ": no group of two transcripts to judge epochs by");
    }
    return new Sides(source, canJudge ? Optional.of(judges) : Optional.empty());
  }

  /**
   * Reads a file.
   *
   * @param judges whether all of it judges epochs, whatever it says of its parts
   */
  private void read(
      String file, boolean judges, List<Transcript> training, List<Transcript> judged) {
    try (TranscriptReader reader = TranscriptReader.open(file, transcripts.columns())) {
      boolean isSplit = reader.header().contains(SPLIT);
      while (reader.hasNext()) {
        TranscriptRow row = reader.next();
        if (row.transcript().group().isEmpty()) {
          throw row.error(
              "has no group: name its column by --group-column, or of FASTA --group-pattern");
        }
        String part = isSplit ? row.field(SPLIT).toLowerCase(Locale.ROOT) : "train";
        if (judges || part.startsWith("val")) {
          judged.add(row.transcript());
        } else if (!part.startsWith("test")) {
          training.add(row.transcript());
        }
      }
    }
  }

  private static String name(List<String> of) {
    return of.stream()
        .map(file -> String.valueOf(Path.of(file).getFileName()))
        .collect(Collectors.joining(", "));
  }

  private static void requireApart(List<Transcript> training, List<Transcript> judged) {
    Set<Optional<String>> seen = new HashSet<>();
    training.forEach(each -> seen.add(each.group()));
    for (Transcript judge : judged) {
      if (seen.contains(judge.group())) {
        throw new DataException(
            "group '"
                + judge.group().orElse("")
                + "' is on the training side and on the validation side");
      }
    }
  }
}
