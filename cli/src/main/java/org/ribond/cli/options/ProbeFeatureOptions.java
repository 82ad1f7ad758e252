package org.ribond.cli.options;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ribond.cli.terminal.Messages;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.embed.probe.CodonFeatures;
import org.ribond.engine.embed.probe.FeatureTable;
import org.ribond.engine.embed.probe.Features;
import org.ribond.engine.embed.probe.KmerFeatures;
import org.ribond.engine.embed.probe.LengthFeatures;
import org.ribond.engine.embed.probe.PositionFeatures;
import org.ribond.engine.embed.probe.ProbeData;
import org.ribond.engine.embed.probe.StartFeatures;
import org.ribond.engine.embed.probe.VectorFile;
import picocli.CommandLine.Option;

/** Options that say what is probed: simple features, and vectors beside them. */
public final class ProbeFeatureOptions {
  /** Kinds of simple features. */
  enum Kind {
    LENGTHS,
    CODONS,
    KMERS,
    STARTS,
    POSITIONS,
    NONE
  }

  @Option(
      names = "--features",
      paramLabel = "A,B",
      split = ",",
      hideParamSyntax = true,
      defaultValue = "lengths,codons,kmers",
      description =
          "The bar: lengths of the parts, use of codons, kmers of the whole and of both untranslated"
              + " parts, starts (AUG before the coding region), positions (the bases before it); or"
              + " none (default: ${DEFAULT-VALUE}).")
  private List<Kind> kinds;

  @Option(
      names = "--kmers",
      paramLabel = "K,K",
      split = ",",
      hideParamSyntax = true,
      defaultValue = "3",
      description = "Lengths of the words that kmers counts, 1 to 6 (default: ${DEFAULT-VALUE}).")
  private List<Integer> kmers;

  @Option(
      names = "--positions",
      paramLabel = "N",
      defaultValue = "50",
      description = "Places that positions looks at (default: ${DEFAULT-VALUE}).")
  private int positions;

  @Option(
      names = "--vectors",
      paramLabel = "FILE",
      description =
          "Vectors that were made elsewhere: a table with the names of all transcripts in its first"
              + " column and numbers in the others.")
  private Optional<String> vectors = Optional.empty();

  /**
   * Tables by what they are called in the report: the features, each table of vectors, and each of
   * these beside the features.
   *
   * @param encoded vectors besides those of {@code --vectors}, by what they are called
   * @throws UsageException if nothing is asked for
   * @throws org.ribond.engine.file.DataException if vectors cannot be read
   */
  public Map<String, FeatureTable> tables(
      ProbeData data, Map<String, FeatureTable> encoded, Messages messages) {
    Map<String, FeatureTable> given = new LinkedHashMap<>();
    vectors.ifPresent(file -> given.put("vectors", VectorFile.read(file, data.transcripts())));
    given.putAll(encoded);
    Optional<FeatureTable> simple = simple(data, messages);
    Map<String, FeatureTable> tables = new LinkedHashMap<>();
    simple.ifPresent(table -> tables.put("features", table));
    given.forEach(
        (name, table) -> {
          FeatureTable varying = table.withoutConstants();
          tables.put(name, varying);
          simple.ifPresent(bar -> tables.put(name + " + features", varying.beside(bar)));
        });
    tables.values().removeIf(table -> table.columns() == 0);
    if (tables.isEmpty()) {
      throw new UsageException("nothing to probe: no feature differs between these transcripts");
    }
    return tables;
  }

  /**
   * Checks the options before anything is read.
   *
   * @throws UsageException if they are impossible
   */
  public void check() {
    if (kinds.contains(Kind.NONE) && kinds.size() > 1) {
      throw new UsageException("--features: none is not none beside others");
    }
    try {
      kinds.forEach(this::features);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--features: " + e.getMessage());
    }
  }

  private List<Features> features(Kind kind) {
    return switch (kind) {
      case LENGTHS -> List.of(new LengthFeatures());
      case CODONS -> List.of(new CodonFeatures());
      case KMERS -> kmers.stream().<Features>map(KmerFeatures::new).toList();
      case STARTS -> List.of(new StartFeatures());
      case POSITIONS -> List.of(new PositionFeatures(positions));
      case NONE -> List.of();
    };
  }

  private Optional<FeatureTable> simple(ProbeData data, Messages messages) {
    List<FeatureTable> found = new ArrayList<>();
    for (Kind kind : kinds.stream().distinct().toList()) {
      FeatureTable table = FeatureTable.of(features(kind), data.transcripts()).withoutConstants();
      if (table.columns() == 0 && kind != Kind.NONE) {
        messages.info(
            "--features "
                + kind.name().toLowerCase(Locale.ROOT)
                + ": the same for all transcripts"
                + (kind == Kind.CODONS ? "; is the coding region known (--cds)?" : ""));
      }
      found.add(table);
    }
    found.add(data.numbers());
    FeatureTable all = found.stream().reduce(FeatureTable::beside).orElseThrow();
    return all.columns() == 0 ? Optional.empty() : Optional.of(all);
  }
}
