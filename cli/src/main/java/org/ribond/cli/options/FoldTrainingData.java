package org.ribond.cli.options;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.file.DataException;
import org.ribond.engine.fold.physics.Partition;
import org.ribond.engine.fold.structure.Structure;
import org.ribond.engine.fold.structure.StructureReader;
import org.ribond.engine.fold.structure.StructureRecord;
import picocli.CommandLine.Option;

/** Options that name the RNAs of known structure that a network learns from. */
public final class FoldTrainingData {
  private static final Pattern VALIDATION =
      Pattern.compile("(val|vl|dev).*", Pattern.CASE_INSENSITIVE);
  private static final Pattern TEST = Pattern.compile("(test|ts).*", Pattern.CASE_INSENSITIVE);

  @Option(
      names = {"-d", "--data"},
      paramLabel = "FILE,FILE,...",
      split = ",",
      required = true,
      description =
          "Known structures: dot-bracket, ct, bpseq, or a table (TSV or CSV) with columns sequence"
              + " and structure. Of a table with a column split, part or set, rows of 'valid' or"
              + " 'VL0' judge the epochs, and those of 'test' or 'TS0' are left out. Gzip is known"
              + " by content.")
  private List<String> files;

  @Option(
      names = "--valid",
      paramLabel = "FILE",
      description = "What judges the epochs instead, all of it.")
  private Optional<String> valid = Optional.empty();

  @Option(
      names = "--shortest",
      paramLabel = "N",
      defaultValue = "20",
      description = "RNAs of at least so many bases (default: ${DEFAULT-VALUE}).")
  private int shortest;

  @Option(
      names = "--longest",
      paramLabel = "N",
      defaultValue = "500",
      description = "RNAs of at most so many bases (default: ${DEFAULT-VALUE}).")
  private int longest;

  /**
   * Structures and where they are from.
   *
   * @param name files, without their folders, and which of their RNAs
   */
  public record Source(String name, List<Structure> structures) {
    /** SHA-256 of the bases and pairs of all, in order. */
    public String sha256() {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Structure structure : structures) {
          String line = structure.rna().letters() + "\t" + structure.pairs() + "\n";
          digest.update(line.getBytes(StandardCharsets.UTF_8));
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
   * @param validation of at least one RNA, or nothing
   */
  public record Sides(Source training, Optional<Source> validation) {}

  /**
   * Reads the files.
   *
   * @throws UsageException if lengths are out of range
   * @throws DataException if a file is wrong, no RNA is left to learn from, or one of the
   *     validation side is on the training side too
   */
  public Sides read() {
    if (shortest < 1 || longest < shortest || longest > Partition.LONGEST) {
      throw new UsageException(
          "--shortest and --longest are "
              + shortest
              + " and "
              + longest
              + ", not from 1 to "
              + Partition.LONGEST);
    }
    List<Structure> training = new ArrayList<>();
    List<Structure> judged = new ArrayList<>();
    for (String file : files) {
      for (StructureRecord record : StructureReader.readAll(file)) {
        if (VALIDATION.matcher(record.part()).matches()) {
          judged.add(record.structure());
        } else if (!TEST.matcher(record.part()).matches()) {
          training.add(record.structure());
        }
      }
    }
    valid.ifPresent(
        file -> {
          judged.clear();
          StructureReader.readAll(file).forEach(record -> judged.add(record.structure()));
        });
    Source source = new Source(name(files), within(training));
    if (source.structures.isEmpty()) {
      throw new DataException(
          String.join(",", files)
              + ": no RNA to learn from has from "
              + shortest
              + " to "
              + longest
              + " bases");
    }
    List<Structure> judges = within(judged);
    requireApart(source.structures, judges);
    return new Sides(
        source,
        judges.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Source(valid.map(file -> name(List.of(file))).orElse(name(files)), judges)));
  }

  private String name(List<String> of) {
    String names =
        of.stream()
            .map(file -> String.valueOf(Path.of(file).getFileName()))
            .collect(Collectors.joining(", "));
    return names + " (" + shortest + " to " + longest + " bases)";
  }

  private List<Structure> within(List<Structure> all) {
    return all.stream()
        .filter(each -> each.rna().length() >= shortest && each.rna().length() <= longest)
        .toList();
  }

  private static void requireApart(List<Structure> training, List<Structure> judges) {
    Set<String> seen = new HashSet<>();
    training.forEach(each -> seen.add(each.rna().letters()));
    for (Structure judge : judges) {
      if (seen.contains(judge.rna().letters())) {
        throw new DataException(
            "RNA '"
                + judge.rna().name()
                + "' of the validation side has the same bases as one of the training side");
      }
    }
  }
}
