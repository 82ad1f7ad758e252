package org.ribond.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.cli.RibondProcess.Result;
import org.ribond.cli.terminal.ExitCode;

/** The command {@code probe}, on small data whose labels follow from the sequences. */
class ProbeIT {
  @TempDir private static Path directory;

  private static String table;

  @BeforeAll
  static void writeFiles() throws IOException {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder("id\tgene\tutr5\tcds\tutr3\tlevel\tkind\tsplit\n");
    StringBuilder vectors = new StringBuilder("name\ta\tb\n");
    for (int i = 0; i < 240; i++) {
      int codons = 5 + random.nextInt(20);
      int good = random.nextInt(codons);
      String cds = "AUG" + "GCU".repeat(good) + "CUA".repeat(codons - good) + "UAA";
      String utr5 = "ACGU".repeat(1 + random.nextInt(3));
      double level = Math.exp((double) good / codons);
      text.append("t" + i + "\tg" + i / 2 + "\t" + utr5 + "\t" + cds + "\tCC\t");
      text.append((i % 20 == 0 ? "" : level) + "\t" + (2 * good > codons ? "high" : "low"));
      text.append(i < 160 ? "\ttrain\n" : "\ttest\n");
      vectors.append("t" + i + "\t" + good + "\t" + codons + "\n");
    }
    table = text.toString();
    write("t.tsv", table);
    write("v.tsv", vectors.toString());
    write("some.tsv", "name\ta\nt0\t1\n");
    write("t.fa", ">a\nACGU\n");
    write("codons.tsv", "cds\tlabel\nAUGA\t1\n");
    write("letter.tsv", "id\tcds\tlabel\na\tAUGAX1\t1\n");
    write("few.tsv", "seq\tlabel\n" + "ACGU\t1\nACCU\t2\n".repeat(2));
    write("same.tsv", "seq\tlabel\n" + "ACGU\t1\nACGU\t2\n".repeat(10));
    Files.write(directory.resolve("t.tsv.gz"), gzip(table));
  }

  private static void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }

  private static Result probe(String file, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("probe", "--data", directory.resolve(file)));
    arguments.addAll(List.of("--replicates", 50));
    arguments.addAll(List.of(more));
    return RibondProcess.run(arguments.toArray());
  }

  private static List<List<String>> rows(Result result) {
    assertEquals(0, result.exitCode(), result.stderr());
    return result.stdout().lines().map(line -> List.of(line.split("\t", -1))).toList();
  }

  @Test
  void probe_ofNumbers_aRowForEachFeaturesAndShare() {
    Result result =
        probe(
            "t.tsv.gz",
            "--label-column=level",
            "--transform=log",
            "--group-column=gene",
            "--vectors=" + directory.resolve("v.tsv"),
            "--fractions=1,0.2,0.01");

    List<List<String>> rows = rows(result);
    assertEquals(
        "features columns fraction draws train test pearson pearson_lower pearson_upper spearman"
            + " spearman_lower spearman_upper r2 r2_lower r2_upper",
        String.join(" ", rows.getFirst()));
    assertEquals(7, rows.size());
    assertEquals(
        List.of(
            "features",
            "features",
            "vectors",
            "vectors",
            "vectors + features",
            "vectors + features"),
        rows.stream().skip(1).map(List::getFirst).toList());
    assertEquals(List.of("1", "1", "152", "76"), rows.get(1).subList(2, 6));
    assertEquals(List.of("0.2", "10"), rows.get(2).subList(2, 4));
    assertTrue(Double.parseDouble(rows.get(1).get(6)) > 0.98, rows.get(1).toString());
    assertTrue(result.stderr().contains("228 transcripts in 120 groups; 12 not measured"));
    assertTrue(result.stderr().contains("fraction 0.01 is left out"), result.stderr());
  }

  @Test
  void probe_unseen_standsBesideThePlainScore() {
    Result result =
        probe("t.tsv", "--label-column=level", "--group-column=gene", "--folds=2", "--unseen");

    List<List<String>> rows = rows(result);
    assertEquals("unseen", rows.getFirst().get(15));
    assertEquals("unseen_pearson", rows.getFirst().get(16));
    int unseen = Integer.parseInt(rows.get(1).get(15));
    assertTrue(unseen < 228, rows.get(1).toString());
    assertEquals(25, rows.get(1).size());
  }

  @Test
  void probe_again_isTheSame() {
    Object[] options = {"--label-column=level", "--group-column=gene", "--folds=3", "-q"};

    Result first = probe("t.tsv", options);

    assertEquals("", first.stderr());
    assertEquals(rows(first), rows(probe("t.tsv", options)));
    assertEquals("228", rows(first).get(1).get(5));
  }

  @Test
  void probe_ofClassesFromStandardInput_isJson() throws IOException {
    Result result =
        RibondProcess.runWithInput(
            table.getBytes(StandardCharsets.UTF_8),
            "probe",
            "-d",
            "-",
            "--label-column=kind",
            "--target=class",
            "--features=codons",
            "--where=split=train",
            "--folds=4",
            "--json");

    assertEquals(0, result.exitCode(), result.stderr());
    JsonNode json = new ObjectMapper().readTree(result.stdout());
    assertEquals("[\"high\",\"low\"]", json.path("classes").toString());
    assertEquals(160, json.path("transcripts").asInt());
    JsonNode row = json.path("results").path(0);
    assertEquals("features", row.path("features").asText());
    assertTrue(row.path("roc_auc").asDouble() > 0.97, row.toString());
    assertTrue(row.path("mcc").asDouble() > 0.8, row.toString());
    assertEquals(2, row.path("accuracy_interval_95").size());
  }

  @Test
  void probe_toAFile_writesTheTable() throws IOException {
    Path out = directory.resolve("out.tsv");

    Result result = probe("t.tsv", "--label-column=level", "--out", out);

    assertEquals(0, result.exitCode(), result.stderr());
    assertEquals("", result.stdout());
    assertEquals(2, Files.readAllLines(out).size());
  }

  @Test
  void probe_ofASplitThatPartsGroups_warns() {
    Result result = probe("t.tsv", "--label-column=level", "--group-column=utr5", "-q");

    assertTrue(result.stderr().contains("3 groups have transcripts to train on and to test on"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "t.tsv ! --target=number ! no column 'label'; there are: id, gene, utr5",
        "t.tsv ! --label-column=kind ! line 2: record 't0': column 'kind': 'high' is no number",
        "t.tsv ! --label-column=level --where=kind=none ! no row to probe: 240 are ruled out",
        "t.tsv ! --label-column=level --group-column=x ! no column 'x'; there are: id, gene",
        "t.tsv ! --label-column=level --folds=500 ! 500 folds: needed are at least 2",
        "t.tsv ! --label-column=level --vectors={some.tsv} ! no vector for record 't1'",
        "t.fa ! --target=number ! is FASTA, which has no column 'label'; give a table",
        "codons.tsv ! --folds=2 ! its coding region of 4 bases is no multiple of three",
        "letter.tsv ! --folds=2 ! line 2: record 'a': column 'cds', position 5: 'X' is no base",
        "few.tsv ! --folds=2 ! fewer than 4 groups to train on",
        "none.tsv ! --folds=2 ! no such file",
      })
  void probe_ofBadData_oneLineAndCode(String file, String options, String message) {
    Result result = failed(file.strip(), options.strip());

    assertEquals(ExitCode.DATA, result.exitCode(), result.stderr());
    assertTrue(result.stderr().contains(message.strip()), result.stderr());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "--folds=1 ! --folds must be at least 2",
        "--folds=2 --split-column=x ! either --split-column or --folds, not both",
        "--fractions=0 ! a fraction of the labels lies above 0 and is at most 1, not 0.0",
        "--features=none,codons ! none is not none beside others",
        "--features=none ! nothing to probe",
        "--kmers=9 ! words of 9 bases; possible are 1 to 6",
        "--target=class --transform=log ! --transform log is for numbers",
        "--group-pattern=( ! --group-pattern: Unclosed group",
        "--group-pattern=a ! has no group (...) for the group's name",
      })
  void probe_wrongUsage_oneLineAndCode(String options, String message) {
    Result result = failed("same.tsv", options.strip());

    assertEquals(ExitCode.USAGE, result.exitCode(), result.stderr());
    assertTrue(result.stderr().contains(message.strip()), result.stderr());
  }

  /** Runs with {@code {name}} in an option standing for a file. */
  private static Result failed(String file, String options) {
    Object[] arguments = options.replace("{", directory + "/").replace("}", "").split(" ", -1);
    Result result = probe(file, arguments);
    assertEquals("", result.stdout());
    return result;
  }
}
