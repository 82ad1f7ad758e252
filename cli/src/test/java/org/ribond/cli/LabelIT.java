package org.ribond.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.cli.RibondProcess.Result;
import org.ribond.cli.terminal.ExitCode;

/**
 * The commands of the task {@code label}, from data to answers, with a small network and a linear
 * model; and what they do not accept.
 *
 * <p>In commands and messages {@code {name}} stands for a file of {@link #writeFiles}.
 */
class LabelIT {
  private static final Path CONTACTS =
      Path.of("../engine/src/test/resources/org/ribond/engine/model/model-1.safetensors");
  private static final String QUERIES =
      ">a first\nCCAGCTGCATCACAGGAGGCCAGCGAGCAGGTCTGTTCCAAGGGCCTTCGAGCCAGTCTG\n>b\nACGT\nNN\n";

  @TempDir private static Path directory;

  @BeforeAll
  static void writeFiles() throws IOException {
    assertEquals(0, train("net.model", "--epochs", 2, "--filters", 8, "--units", 8).exitCode());
    assertEquals(0, trainOn("splice", "line.model", "--family", "linear").exitCode());
    Files.copy(CONTACTS, directory.resolve("contact.model"));

    write("q.fa", QUERIES);
    write("r.fa", ">r\nGACUGACUGA\n");
    write("hole.fa", ">a\nACGT\n>b\n");
    write("protein.fa", ">p\nMKRWYACDEFGHIKL\n");
    write("letter.fa", ">a\nAC1T\n");
    write("empty", "");
    write("noseq.tsv", "id\tlabel\tletters\na\tx\tACGT\n");
    write("nolabel.tsv", "id\tsequence\na\tACGT\n");
    write("one.tsv", "label\tsequence\nx\tACGTACGT\nx\tGGGTACGT\n");
    write("new.tsv", "label\tsequence\nEI\tACGTACGT\nOTHER\tGGGTACGT\n");
    write("word.tsv", "label\tsequence\n1.5\tACGT\nhigh\tACGA\n");
    write("hollow.tsv", "label\tsequence\nx\tACGT\ny\t\n");
    write("bad.tsv", "label\tsequence\nx\tACGT\ny\tACJT\n");
    write("test.tsv", "label\tsequence\tsplit\nx\tACGT\ttest\ny\tACGA\ttest\n");
    write("gap.tsv", "label\tsequence\tsplit\nx\tACGT\ttrain\nx\tGCGT\ttrain\ny\tACGA\ttest\n");
    write("plan.toml", "task = \"label\"\nwindow = 3\n");
    write("out", "from before\n");
  }

  private static void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private static Result train(Object name, Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("--family", "deepram", "--backend", "vector", "--width", 5));
    arguments.addAll(List.of(more));
    return trainOn("splice", name, arguments.toArray());
  }

  private static Result trainOn(Object data, Object name, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("train", "--task", "label", "-q"));
    arguments.addAll(List.of("--data", data, "--out", directory.resolve(name.toString())));
    arguments.addAll(List.of(more));
    return RibondProcess.run(arguments.toArray());
  }

  private static Path file(String name) {
    return directory.resolve(name);
  }

  private static JsonNode json(Object... arguments) throws IOException {
    Result result = RibondProcess.run(arguments);
    assertEquals(0, result.exitCode(), result.stderr());
    return new ObjectMapper().readTree(result.stdout());
  }

  @Test
  void train_again_writesTheSameModelAndItsFiles() throws IOException {
    Result again = train("again.model", "--epochs", 2, "--filters", 8, "--units", 8, "-t", 1);

    assertEquals("", again.stderr());
    assertArrayEquals(
        Files.readAllBytes(file("net.model")), Files.readAllBytes(file("again.model")));
    JsonNode run = new ObjectMapper().readTree(file("again.model.run.json").toFile());
    assertEquals(2206, run.path("data").path("sequences").asInt());
    assertEquals(369, run.path("valid_data").path("sequences").asInt());
    assertEquals("deepram", run.path("plan").path("family").asText());
    assertEquals(8, run.path("plan").path("filters").asInt());
    List<String> metrics = Files.readAllLines(file("again.model.metrics.tsv"));
    assertEquals(3, metrics.size());
    assertTrue(metrics.getFirst().contains("valid_loss"), metrics.getFirst());
    assertFalse(Files.exists(file("again.model.checkpoint.safetensors")));
  }

  @Test
  void trainWithPlan_namingTheTask_readsItsOptions() throws IOException {
    write(
        "label.toml",
        """
        task = "label"
        data = "splice"
        family = "deepram"
        epochs = 2
        filters = [8]
        units = [8]
        width = 5
        """);

    Result result =
        RibondProcess.run(
            "train",
            "-q",
            "--plan",
            file("label.toml"),
            "--backend",
            "vector",
            "--filters",
            8,
            "--out",
            file("planned.model"));

    assertEquals("", result.stderr());
    assertArrayEquals(
        Files.readAllBytes(file("net.model")), Files.readAllBytes(file("planned.model")));
  }

  @Test
  void trainWithoutSplit_ofATable_holdsOutWhatJudges() throws IOException {
    StringBuilder table = new StringBuilder("label\tsequence\n");
    for (int i = 0; i < 60; i++) {
      String letters = Integer.toString(i, 4).replace('0', 'A').replace('1', 'C');
      letters = letters.replace('2', 'G').replace('3', 'T');
      table.append(i % 2 == 0 ? "even\t" : "odd\t").append("ACGT".substring(i % 4));
      table.append(letters).append(i % 2 == 0 ? "GGGG" : "CCCC").append('\n');
    }
    write("plain.tsv", table.toString());

    Result result =
        RibondProcess.run(
            "train",
            "--task",
            "label",
            "--data",
            file("plain.tsv"),
            "--family",
            "linear",
            "--out",
            file("plain.model"));

    assertEquals(0, result.exitCode(), result.stderr());
    assertTrue(
        result.stderr().contains("6 of 60 sequences are held out to judge epochs"),
        result.stderr());
  }

  @Test
  void evaluate_ofTheLinearModel_isAsGoodAsItIsKnownToBe() throws IOException {
    JsonNode scores = json("evaluate", "-q", "--json", "-m", file("line.model"), "-d", "splice");

    assertEquals("label", scores.path("task").asText());
    assertEquals(529, scores.path("sequences").asInt());
    assertTrue(scores.path("accuracy").asDouble() > 0.93, scores.toString());
    assertEquals(461, scores.path("unseen").path("sequences").asInt());
    assertTrue(scores.path("classes").path("EI").path("roc_auc").asDouble() > 0.98);
    double lower = scores.path("interval_95").path("accuracy").path(0).asDouble();
    assertTrue(lower > 0.9 && lower < scores.path("accuracy").asDouble(), scores.toString());
    long counted = 0;
    for (JsonNode row : scores.path("confusion")) {
      for (JsonNode count : row) {
        counted += count.asLong();
      }
    }
    assertEquals(529, counted);
  }

  @Test
  void evaluate_withoutTask_looksAtTheModel() {
    Result result =
        RibondProcess.run(
            "evaluate", "-q", "-m", file("net.model"), "-d", "splice", "--replicates", 0);

    assertEquals("", result.stderr());
    assertTrue(result.stdout().startsWith("splice: 529 sequences"), result.stdout());
    assertTrue(result.stdout().contains("true class, called as"), result.stdout());
    assertFalse(result.stdout().contains("["), result.stdout());
  }

  @Test
  void label_ofAFileOrStandardInputPacked_writesAProbabilityForEachClass() throws IOException {
    Result plain = RibondProcess.run("label", "-q", file("q.fa"), "-m", file("line.model"));
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(QUERIES.getBytes(StandardCharsets.UTF_8));
    }
    Result piped =
        RibondProcess.runWithInput(
            packed.toByteArray(), "label", "-q", "-", "-m", file("line.model"));

    assertEquals("", plain.stderr());
    List<String> lines = plain.stdout().lines().toList();
    assertEquals("id\tclass\tEI\tIE\tN", lines.getFirst());
    assertEquals(3, lines.size());
    String[] first = lines.get(1).split("\t", -1);
    assertEquals("a", first[0]);
    assertEquals("EI", first[1]);
    double sum = 0;
    for (int i = 2; i < first.length; i++) {
      sum += Double.parseDouble(first[i]);
    }
    assertEquals(1, sum, 1e-4);
    assertEquals(plain.stdout(), piped.stdout());
  }

  @Test
  void labelJsonl_writtenToAFile_hasALineForEachSequence() throws IOException {
    Result result =
        RibondProcess.run(
            "label",
            "-q",
            file("q.fa"),
            "-m",
            file("net.model"),
            "--format",
            "jsonl",
            "-o",
            file("labels.jsonl"));

    assertEquals("", result.stderr());
    assertEquals("", result.stdout());
    List<String> lines = Files.readAllLines(file("labels.jsonl"));
    assertEquals(2, lines.size());
    JsonNode second = new ObjectMapper().readTree(lines.get(1));
    assertEquals("b", second.path("id").asText());
    assertEquals(6, second.path("length").asInt());
    assertEquals(3, second.path("probabilities").size());
  }

  @Test
  void numbers_trainedTestedAndPredicted_areThoseOfTheirColumns() throws IOException {
    StringBuilder table = new StringBuilder("sequence\tlow\thigh\tsplit\n");
    for (int i = 0; i < 90; i++) {
      String letters = "A".repeat(i % 9) + "C".repeat(8 - i % 9) + "GT".repeat(1 + i / 9 % 4);
      table.append(letters).append('\t').append(i % 9).append('\t');
      table.append(i % 7 == 0 ? "NA" : 100 + 2 * (i % 9)).append('\t');
      table.append(i % 3 == 2 ? "test" : i % 3 == 1 ? "valid" : "train").append('\n');
    }
    write("numbers.tsv", table.toString());
    Result trained =
        trainOn(
            file("numbers.tsv"),
            "number.model",
            "--family",
            "linear",
            "--target",
            "number",
            "--label-column",
            "low,high");
    assertEquals("", trained.stderr());

    JsonNode scores =
        json("evaluate", "-q", "--json", "-m", file("number.model"), "-d", file("numbers.tsv"));
    Result labels = RibondProcess.run("label", "-q", file("q.fa"), "-m", file("number.model"));

    assertTrue(scores.path("columns").path("low").path("pearson").asDouble() > 0.99);
    assertTrue(scores.path("columns").path("high").path("rmse").asDouble() < 1.5);
    assertEquals(25, scores.path("columns").path("high").path("measured").asInt(), 2);
    assertEquals("id\tlow\thigh", labels.stdout().lines().findFirst().orElseThrow());
  }

  @Test
  void datasetInfoAuditSplit_ofSplice_tellWhatItHolds() throws IOException {
    JsonNode info = json("dataset", "info", "splice", "--json");
    JsonNode audit = json("dataset", "audit", "splice", "--json");
    JsonNode split = json("dataset", "split", "splice", "--json", "-q", "--out", file("divided"));
    JsonNode divided = json("dataset", "audit", "--json", file("divided.tsv.gz"));

    assertEquals(3104, info.path("sequences").asInt());
    assertEquals(754, info.path("classes").path("EI").path("sequences").asInt());
    assertEquals(529, info.path("parts").path("test").asInt());
    assertEquals(68, audit.path("shared").asInt());
    assertEquals(3104, split.path("files").path(0).path("sequences").asInt());
    assertTrue(divided.path("test_sequences").asInt() > 250, divided.toString());
    assertEquals(0, divided.path("shared").asInt());
  }

  @Test
  void crossvalidate_ofALinearModel_testsEverySequenceOnce() throws IOException {
    JsonNode table =
        json(
            "crossvalidate",
            "--task",
            "label",
            "-q",
            "--json",
            "--data",
            "splice",
            "--folds",
            2,
            "--family",
            "linear",
            "--backend",
            "scalar",
            "--out",
            file("folds"));

    int tested = 0;
    for (JsonNode fold : table.path("folds")) {
      tested += fold.path("label_sequences").asInt();
    }
    assertEquals(3104, tested);
    assertTrue(table.path("mean").path("label_roc_auc").asDouble() > 0.97, table.toString());
  }

  @Test
  void sweep_ofFamilies_hasARowForEach() throws IOException {
    Result result =
        RibondProcess.run(
            "sweep",
            "--task",
            "label",
            "-q",
            "--set",
            "data=splice",
            "--families",
            "linear,conv",
            "--set",
            "epochs=1",
            "--set",
            "filters=4",
            "--backend",
            "vector",
            "--out",
            file("grid"));

    assertEquals(0, result.exitCode(), result.stderr());
    List<String> rows = Files.readAllLines(file("grid").resolve("results.tsv"));
    assertEquals(3, rows.size());
    assertTrue(rows.getFirst().contains("label_roc_auc"), rows.getFirst());
    // A linear model has no filters: its run fails and says so, the other is done.
    assertTrue(rows.get(1).contains("--filters does not go with --family linear"), rows.get(1));
    assertTrue(rows.get(2).contains("\tdone\t"), rows.get(2));
    Result report = RibondProcess.run("report", "-q", file("grid"));
    assertEquals(0, report.exitCode(), report.stderr());
  }

  @Test
  void modelInfo_ofBothKinds_showsTaskFamilyAndClasses() {
    String net = RibondProcess.run("model", "info", file("net.model")).stdout();
    String line = RibondProcess.run("model", "info", file("line.model")).stdout();

    assertTrue(net.contains("family                 deepram\n"), net);
    assertTrue(net.contains("task                   label\n"), net);
    assertTrue(net.contains("class.2                N\n"), net);
    assertTrue(line.contains("family                 linear\n"), line);
    assertTrue(line.contains("score.valid.accuracy"), line);
  }

  @Test
  void modelExport_asOnnx_tellsItsLettersAndClasses() throws IOException {
    Path file = file("net.onnx");
    Result result =
        RibondProcess.run("model", "export", file("net.model"), "--format", "onnx", "-o", file);

    assertEquals(0, result.exitCode(), result.stderr());
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertTrue(text.contains("ACGTN") && text.contains("EI\tIE\tN"), "metadata");
    assertEquals(
        Files.size(file),
        RibondProcess.run("model", "export", file("net.model"), "--format", "onnx", "-q")
            .stdoutBytes()
            .length);
  }

  /** A help that is longer than a screen is wide is broken in odd places. */
  @ParameterizedTest
  @CsvSource({"train", "evaluate", "sweep", "crossvalidate"})
  void help_ofTheTask_printsWithin80Columns(String command) {
    Result result = RibondProcess.run(command, "--task", "label", "--help");

    assertEquals(0, result.exitCode(), result.stderr());
    assertTrue(result.stdout().startsWith("Usage: ribond " + command + " "), result.stdout());
    result.stdout().lines().forEach(line -> assertTrue(line.length() <= 80, line));
  }

  @ParameterizedTest(name = "{0} | {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          train --task label -o {out} -d {empty}       | 3 | {empty}: is empty
          train --task label -o {out} -d {noseq.tsv}   | 3 | {noseq.tsv}: line 1: no column of sequences (sequence, seq); there are: id, label, letters
          train --task label -o {out} -d {nolabel.tsv} | 3 | {nolabel.tsv}: line 1: no column of labels (label, class, target); there are: id, sequence
          train --task label -o {out} -d {new.tsv} --label-column kind | 3 | {new.tsv}: line 1: no column 'kind'; there are: label, sequence
          train --task label -o {out} -d {one.tsv}     | 3 | {one.tsv}: all
          train --task label -o {out} -d {bad.tsv}     | 3 | {bad.tsv}: line 3: record 'row 2', position 3: 'J'
          train --task label -o {out} -d {hollow.tsv}  | 3 | {hollow.tsv}: line 3: record 'row 2' has an empty sequence
          train --task label -o {out} -d {word.tsv} --target number | 3 | {word.tsv}: line 3:
          train --task label -o {out} -d {test.tsv}    | 3 | {test.tsv}: its split has no row for training
          train --task label -o {out} -d {gap.tsv}     | 3 | {gap.tsv}: no training sequence is of the class 'y'
          train --task label -o {out} -d splice --valid {new.tsv} | 3 | {new.tsv}: line 3:
          label {q.fa} -m {net.model} --vote 2 | 2 | --vote must be mean, all, any, majority or a number up to 1
          train --task label -o {out} -d splice --family forest | 2 | --family forest is none of conv-lstm, lstm, conv, deepram, dilated, linear
          train --task label -o {out} -d splice --family conv --dilations 1 | 2 | --dilations: conv has no such number
          train --task label -o {out} -d splice --width many | 2 | --width: 'many' is no whole number
          train --task label -o {out} -d splice --epochs 0 | 2 | epochs 0 is not at least 1
          train --task label -o {out} -d splice --window 3 | 2 | Unknown option
          train --task label -o {out}                  | 2 | name the sequences: --data splice or FILE
          train --task maps -o {out}                   | 2 | Invalid value for option '--task'
          train -o {out} --plan {plan.toml}            | 3 | {plan.toml}: 'window' is no option of train
          label {empty} -m {net.model} -o {out}        | 3 | {empty}: is empty
          label {hole.fa} -m {net.model} -o {out}      | 3 | {hole.fa}: line 3: record 'b' is empty
          label {protein.fa} -m {net.model} -o {out}   | 3 | {protein.fa}: line 2: record 'p', position 9: 'E' is no base; the record looks like a protein
          label {letter.fa} -m {line.model} -o {out}   | 3 | {letter.fa}: line 2: record 'a', position 3: '1' is no base
          label {q.fa} -m {contact.model} -o {out}     | 3 | {contact.model}: the model predicts contacts
          label {q.fa} -m default -o {out}             | 3 | default: the model predicts contacts
          label {q.fa} -m {q.fa} -o {out}              | 3 | {q.fa}: is no safetensors file
          label {q.fa} -o {out}                        | 2 | Missing required option: '--model=FILE'
          predict {q.fa} {q.fa} -m {net.model} -o {out} | 3 | {q.fa}: line 1: record 'a' looks like an RNA or a DNA
          predict {protein.fa} {r.fa} -m {net.model} -o {out} | 3 | {net.model}: is a model of whole sequences
          evaluate --task contact -m {net.model}       | 3 | {net.model}: is a model of whole sequences
          evaluate --task label -m {contact.model} -d splice | 3 | {contact.model}: the model predicts contacts
          evaluate -q -m {net.model} -d {new.tsv}      | 3 | {new.tsv}: line 3:
          evaluate -q -m {net.model} -d {new.tsv} --split test | 3 | {new.tsv}: line 3:
          model export {line.model} --format onnx -o {out} | 3 | {line.model}: a linear model has no network to export
          model export {contact.model} --format onnx -o {out} | 3 | {contact.model}: the model predicts contacts
          model export {net.model} --format onnx --length 0 -o {out} | 2 | --length is for --format onnx, and at least 1
          model export {net.model} --format csv --length 60 -o {out} | 2 | --length is for --format onnx, and at least 1
          dataset info {noseq.tsv}                     | 3 | {noseq.tsv}: line 1: no column of sequences
          dataset audit {new.tsv}                      | 3 | {new.tsv}: has no rows of test: name a second file
          dataset split {new.tsv} -o {out} --fractions 1,1 | 2 | --fractions takes three parts with sum 1
          """)
  void bad_isRefusedInOneLine(String command, int exitCode, String message) throws IOException {
    List<String> before = content();

    Result result = RibondProcess.run((Object[]) filled(command).split(" ", -1));

    assertEquals(exitCode, result.exitCode(), result.stderr());
    assertEquals("", result.stdout());
    List<String> lines =
        result.stderr().lines().filter(line -> !line.contains("ribond: backend")).toList();
    assertEquals(1, lines.size(), result.stderr());
    String expected = filled(message);
    assertTrue(
        exitCode == ExitCode.DATA
            ? lines.getFirst().startsWith("ribond: " + expected)
            : lines.getFirst().contains(expected),
        () -> "expected:\n" + expected + "\nfound:\n" + result.stderr());
    assertEquals(before, content());
  }

  private static String filled(String text) {
    return text.replaceAll("\\{([a-z.]+)}", directory.resolve("$1").toString());
  }

  private static List<String> content() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).sorted().map(LabelIT::sizeOf).toList();
    }
  }

  private static String sizeOf(Path file) {
    try {
      return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
