package org.ribond.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.cli.RibondProcess.Result;
import org.ribond.cli.terminal.ExitCode;

/** An encoder of transcripts from its training to its vectors, neighbours and probe. */
class EmbedIT {
  private static final int GENES = 40;

  @TempDir private static Path directory;

  private static Path table;
  private static Path model;

  @BeforeAll
  static void train() throws IOException {
    table = directory.resolve("genes.tsv");
    Files.writeString(table, genes());
    write("alone.tsv", "id\tgroup\tseq\na\tx\tACGU\nb\ty\tACGU\n");
    write("none.tsv", "id\tseq\na\tACGU\nb\tACGU\n");
    write("codons.tsv", "id\tgroup\tcds\na\tx\tAUGA\n");
    write("letter.tsv", "id\tgroup\tseq\na\tx\tACEU\n");
    write("header.fa", ">a gene=x\nACGU\n>b\nACGU\n");
    write("one.tsv", "id\tgroup\tseq\na\tx\tACGU\nb\tx\tACGU\n");
    model = directory.resolve("m.safetensors");
    Result result = RibondProcess.run(arguments(model, 1));
    assertEquals(0, result.exitCode(), result.stderr());
    assertTrue(result.stderr().contains("90 transcripts in 30 groups"), result.stderr());
    assertTrue(result.stderr().contains("validation MRR "), result.stderr());
  }

  private static void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  /** Three variants of each gene, which differ in a tenth of their bases. */
  private static String genes() {
    Random random = new Random(3);
    StringBuilder text = new StringBuilder("id\tgene\tsplit\tcds\tlevel\n");
    for (int gene = 0; gene < GENES; gene++) {
      String letters = gene % 2 == 0 ? "ACGG" : "AUUC";
      char[] bases = new char[30 + 3 * random.nextInt(20)];
      for (int i = 0; i < bases.length; i++) {
        bases[i] = letters.charAt(random.nextInt(4));
      }
      for (int variant = 0; variant < 3; variant++) {
        char[] own = bases.clone();
        for (int change = 0; change < own.length / 10; change++) {
          own[random.nextInt(own.length)] = letters.charAt(random.nextInt(4));
        }
        text.append("g" + gene + "." + variant + "\tg" + gene + "\t");
        text.append(gene < 30 ? "train" : gene < 36 ? "valid" : "test");
        text.append("\t" + new String(own) + "\t" + (gene % 2) + "\n");
      }
    }
    return text.toString();
  }

  private static Object[] arguments(Path out, int threads) {
    List<Object> arguments =
        new ArrayList<>(
            List.of("train", "--task", "embed", "--data", table, "--group-column", "gene"));
    arguments.addAll(List.of("--out", out, "--epochs", 8, "--batch", 8, "--longest", 48));
    arguments.addAll(List.of("--widths", "8,12", "--blocks", "1,1", "--dilations", "1,2"));
    arguments.addAll(List.of("--head", 16, "--projected", 8, "--backend", "vector", "-t", threads));
    return arguments.toArray();
  }

  @Test
  void train_again_makesTheSameBytesWithAnyThreads() throws IOException {
    Path again = directory.resolve("again.safetensors");

    Result result = RibondProcess.run(arguments(again, 2));

    assertEquals(0, result.exitCode(), result.stderr());
    assertEquals(-1, Files.mismatch(model, again));
    JsonNode run = new ObjectMapper().readTree(Files.readString(directory.resolve("m.run.json")));
    assertEquals("isoclr", run.path("plan").path("family").asText());
    assertEquals(18, run.path("valid_data").path("transcripts").asInt());
  }

  private static Result embed(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("embed"));
    arguments.addAll(Arrays.asList(more));
    arguments.addAll(List.of("--model", model, "-q"));
    return RibondProcess.run(arguments.toArray());
  }

  @Test
  void embed_everyFormat_hasTheSameVectors() throws IOException {
    Path npy = directory.resolve("v.npy");

    List<String> tsv = embed(table).stdout().lines().toList();
    List<String> jsonl = embed(table, "--format", "jsonl").stdout().lines().toList();
    assertEquals(0, embed(table, "--format", "npy", "--out", npy).exitCode());

    assertEquals(1 + 3 * GENES, tsv.size());
    assertTrue(tsv.getFirst().startsWith("id\tv1\tv2\t"), tsv.getFirst());
    JsonNode second = new ObjectMapper().readTree(jsonl.get(1));
    assertEquals("g0.1", second.path("id").asText());
    assertEquals(12, second.path("vector").size());
    String[] fields = tsv.get(2).split("\t", -1);
    for (int i = 0; i < 12; i++) {
      assertEquals(
          Float.parseFloat(fields[i + 1]), (float) second.path("vector").get(i).asDouble());
    }
    byte[] bytes = Files.readAllBytes(npy);
    assertEquals(3L * GENES * 12 * Float.BYTES, bytes.length - 128L);
    assertArrayEquals(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'}, Arrays.copyOf(bytes, 6));
  }

  @Test
  void embed_alone_isTheVectorAmongOthers() throws IOException {
    List<String> lines = Files.readAllLines(table);
    write("single.tsv", lines.getFirst() + "\n" + lines.get(7) + "\n");

    String alone = embed(directory.resolve("single.tsv")).stdout().lines().toList().get(1);
    String among = embed(table).stdout().lines().toList().get(7);

    String[] one = alone.split("\t", -1);
    String[] other = among.split("\t", -1);
    for (int i = 1; i < one.length; i++) {
      assertEquals(Float.parseFloat(other[i]), Float.parseFloat(one[i]), 1e-5);
    }
  }

  @Test
  void embed_nearest_areOfTheSameGene() {
    List<String> lines = embed(table, "--nearest", 2).stdout().lines().toList();

    assertEquals(1 + 2 * 3 * GENES, lines.size());
    // By chance it would be one in sixty.
    int same = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split("\t", -1);
      same += gene(fields[0]).equals(gene(fields[2])) ? 1 : 0;
    }
    assertTrue(same > lines.size() / 5, same + " of " + lines.size());
  }

  private static String gene(String name) {
    return name.substring(0, name.indexOf('.'));
  }

  @Test
  void embed_nearestAmongAFile_findsEachItself() {
    List<String> lines = embed(table, "--nearest", 1, "--among", table).stdout().lines().toList();

    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split("\t", -1);
      assertEquals("1", fields[1]);
      assertEquals(1, Float.parseFloat(fields[3]), 1e-5);
    }
  }

  @Test
  void embed_withTheShippedEncoder_findsTheGenesOfOtherSpecies() {
    Result result =
        RibondProcess.run(
            "embed",
            Path.of("..", "docs", "examples", "yeast-genes.tsv"),
            "--nearest=1",
            "--apart=species",
            "--group-column=gene");

    assertEquals(0, result.exitCode(), result.stderr());
    assertTrue(result.stderr().contains("nearest of 24 of 24 transcripts"), result.stderr());
  }

  @Test
  void embed_kmersApart_saysHowManyFindTheirGroup() {
    Result result =
        RibondProcess.run(
            "embed",
            table,
            "--kmers",
            3,
            "--nearest",
            1,
            "--apart",
            "id",
            "--group-column",
            "gene");

    assertEquals(0, result.exitCode(), result.stderr());
    assertTrue(result.stderr().contains(" of 120 transcripts ("), result.stderr());
    Result none = RibondProcess.run("embed", table, "--kmers", 3, "--nearest", 1, "--apart", "x");
    assertEquals(ExitCode.DATA, none.exitCode(), none.stderr());
    Result both = RibondProcess.run("embed", table, "--kmers", 3, "--model", model);
    assertEquals(ExitCode.USAGE, both.exitCode(), both.stderr());
  }

  @ParameterizedTest
  @CsvSource({"map.svg, level", "map.png, gene"})
  void embed_map_isDrawn(String name, String colour) throws IOException {
    Path picture = directory.resolve(name);

    Result result = embed(table, "--map", picture, "--colour", colour);

    assertEquals(0, result.exitCode(), result.stderr());
    assertTrue(Files.size(picture) > 3000);
  }

  @Test
  void probe_byTheModel_standsBesideTheFeatures() {
    Result result =
        RibondProcess.run(
            "probe",
            "--data",
            table,
            "--label-column",
            "level",
            "--group-column",
            "gene",
            "--features",
            "lengths",
            "--folds",
            3,
            "--model",
            model,
            "--backend",
            "vector");

    assertEquals(0, result.exitCode(), result.stderr());
    List<String> lines = result.stdout().lines().toList();
    assertTrue(lines.get(1).startsWith("features\t"), lines.get(1));
    assertTrue(lines.get(2).startsWith("model\t"), lines.get(2));
    assertTrue(lines.get(3).startsWith("model + features\t"), lines.get(3));
  }

  @Test
  void probe_fineTuned_standsBesideTheSameFromScratch() throws IOException {
    Result result =
        RibondProcess.run(
            "probe",
            "--data",
            table,
            "--label-column",
            "level",
            "--group-column",
            "gene",
            "--target",
            "class",
            "--features",
            "none",
            "--model",
            model,
            "--fine-tune",
            "--backend",
            "vector",
            "--json");

    assertEquals(0, result.exitCode(), result.stderr());
    List<String> names = new ArrayList<>();
    for (JsonNode row : new ObjectMapper().readTree(result.stdout()).get("results")) {
      names.add(row.get("features").asText());
      assertEquals(12, row.get("columns").asInt(), row.toString());
      if (row.get("features").asText().startsWith("model")) {
        assertTrue(row.get("roc_auc").asDouble() > 0.9, row.toString());
      }
    }
    assertEquals(List.of("model", "untrained", "model, fine-tuned", "from scratch"), names);
  }

  @Test
  void probe_fineTuneWithoutAModel_isWrongUsage() {
    Result result = RibondProcess.run("probe", "--data", table, "--fine-tune");

    assertEquals(ExitCode.USAGE, result.exitCode());
    assertEquals("ribond: --fine-tune is for --model", result.stderr().lines().findFirst().get());
  }

  @Test
  void audit_ofTheSplit_hasNoGroupOnBothSides() throws IOException {
    JsonNode audit = audit(table);

    assertEquals(12, audit.get("test_transcripts").asInt());
    assertEquals(0, audit.get("groups_on_both_sides").asInt());
    assertEquals(36, audit.get("groups_of_two_or_more").asInt());
    assertEquals(72, audit.get("pairs").asInt());
  }

  @Test
  void audit_ofAFileWithItself_findsAllOfIt() throws IOException {
    JsonNode audit = audit(table, table);

    assertEquals(120, audit.get("test_transcripts").asInt());
    assertEquals(120, audit.get("equal").asInt());
    assertEquals(GENES, audit.get("groups_on_both_sides").asInt());
    assertTrue(audit.get("related").asInt() > 80, audit.toString());
  }

  private static JsonNode audit(Object... files) throws IOException {
    List<Object> arguments = new ArrayList<>(List.of("dataset", "audit"));
    arguments.addAll(List.of(files));
    arguments.addAll(List.of("--task", "embed", "--group-column", "gene", "--json"));
    Result result = RibondProcess.run(arguments.toArray());
    assertEquals(0, result.exitCode(), result.stderr());
    return new ObjectMapper().readTree(result.stdout());
  }

  @Test
  void audit_withoutRowsOfTest_isOneLine() {
    Result result =
        RibondProcess.run("dataset", "audit", directory.resolve("one.tsv"), "--task", "embed");

    assertEquals(ExitCode.DATA, result.exitCode());
    assertTrue(result.stderr().contains("no rows of test: name a file"), result.stderr());
  }

  @Test
  void train_labelsFromTheEncoder_makesAModel() throws IOException {
    StringBuilder text = new StringBuilder("id\tsequence\tlabel\n");
    for (String line : Files.readAllLines(table).subList(1, 3 * GENES + 1)) {
      String[] fields = line.split("\t", -1);
      text.append(fields[0] + "\t" + fields[3] + "\t" + fields[4] + "\n");
    }
    write("labels.tsv", text.toString());
    Path fine = directory.resolve("fine.safetensors");

    Result result =
        RibondProcess.run(
            "train",
            "--task",
            "label",
            "--data",
            directory.resolve("labels.tsv"),
            "--from",
            model,
            "--epochs",
            3,
            "--strands",
            "forward",
            "--backend",
            "vector",
            "--out",
            fine);

    assertEquals(0, result.exitCode(), result.stderr());
    Result labels =
        RibondProcess.run("label", directory.resolve("labels.tsv"), "--model", fine, "-q");
    assertEquals(0, labels.exitCode(), labels.stderr());
    assertEquals(1 + 3 * GENES, labels.stdout().lines().count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "alone.tsv | 2 groups of one transcript each",
        "none.tsv | has no group: name its column by --group-column",
        "codons.tsv | three",
        "letter.tsv | line 2",
        "header.fa | has no group",
        "one.tsv | a contrast needs two groups or more, there is 1"
      })
  void train_badData_isOneLine(String file, String message) {
    Result result =
        RibondProcess.run(
            "train",
            "--task",
            "embed",
            "--data",
            directory.resolve(file),
            "--out",
            directory.resolve("bad.safetensors"));

    assertEquals(ExitCode.DATA, result.exitCode(), result.stderr());
    assertTrue(result.stderr().contains(message), result.stderr());
    assertEquals(
        1,
        result.stderr().lines().filter(line -> line.contains("bad") || line.contains(file)).count(),
        result.stderr());
  }

  @Test
  void embed_withAnotherModel_isOneLine() {
    Result result = RibondProcess.run("embed", table, "--model", "fold");

    assertEquals(ExitCode.DATA, result.exitCode(), result.stderr());
    assertTrue(result.stderr().contains("fold: is no encoder of transcripts"), result.stderr());
  }

  @Test
  void evaluate_ofTheTask_saysWhatThereIs() {
    Result result = RibondProcess.run("evaluate", "--task", "embed", "--model", model);

    assertEquals(ExitCode.USAGE, result.exitCode(), result.stderr());
  }
}
