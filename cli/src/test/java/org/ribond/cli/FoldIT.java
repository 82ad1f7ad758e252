package org.ribond.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.cli.RibondProcess.Result;
import org.ribond.cli.terminal.ExitCode;

/**
 * The commands of the task {@code fold}, and what they do not accept.
 *
 * <p>In commands and messages {@code {name}} stands for a file of {@link #writeFiles}.
 */
class FoldIT {
  private static final String HAIRPIN = "((((....))))";

  @TempDir private static Path directory;

  @BeforeAll
  static void writeFiles() throws IOException {
    write("two.fa", ">a first\nggggAAAA\ncccc\n>b\nGGTGAAAAGCCN\n");
    write("one.fa", ">a\nGGGGAAAACCCC\n");
    write("hole.fa", ">a\nGGGG\n>b\n");
    write("protein.fa", ">p\nMKRWYACDEFGHIKL\n");
    write("letter.fa", ">a\nGG1G\n");
    write("long.fa", ">a\n" + "ACGU".repeat(2501) + "\n");
    write("empty", "");
    write("twice.con", ">a\n............\n>a\n............\n");
    write("short.con", ">a\n...\n");
    write("bare.con", "............\n");
    write("known.dbn", ">a\nGGGGAAAACCCC\n((((....))))\n>b\nGGUGAAAAGCCC\n.(((....))).\n");
    write("open.dbn", ">a\nGGGG\n((..\n");
    write("parts.tsv", "id\tpart\tsequence\tstructure\na\tTR0\tGGGGAAAACCCC\t((((....))))\n");
    write("out", "from before\n");
  }

  private static void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private static String fold(Object... arguments) {
    Object[] all = new Object[arguments.length + 1];
    all[0] = "fold";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    Result result = RibondProcess.run(all);
    assertEquals("", result.stderr());
    assertEquals(0, result.exitCode());
    return result.stdout();
  }

  @Test
  void fold_ofTwo_writesBracketsAndTheExpectedAccuracy() {
    List<String> lines = fold(directory.resolve("two.fa")).lines().toList();

    assertEquals(6, lines.size());
    assertEquals(">a", lines.get(0));
    assertEquals("GGGGAAAACCCC", lines.get(1));
    assertTrue(
        lines.get(2).matches("\\(\\(\\(\\(\\.\\.\\.\\.\\)\\)\\)\\) \\(0\\.8\\d\\d\\) physics"),
        lines.get(2));
    // T is shown as it came; N pairs with nothing.
    assertEquals("GGTGAAAAGCCN", lines.get(4));
  }

  @Test
  void foldFormats_ofOne_agree() throws IOException {
    Path one = directory.resolve("one.fa");
    JsonNode json = new ObjectMapper().readTree(fold(one, "--json"));
    assertEquals(HAIRPIN, json.path("structure").asText());
    assertEquals(12, json.path("unpaired").size());

    String[] row =
        fold(one, "--format", "tsv", "--least", 0.5).lines().skip(1).toList().get(0).split("\t");
    assertEquals(List.of("a", "1", "G", "12", "C"), Arrays.asList(row).subList(0, 5));
    assertEquals("true", row[6]);

    List<String> bpseq = fold(one, "--format", "bpseq").lines().toList();
    assertEquals(List.of("# a", "1 G 12", "2 G 11"), bpseq.subList(0, 3));
    List<String> ct = fold(one, "--format", "ct").lines().toList();
    assertTrue(ct.get(0).matches("12 accuracy = 0\\.\\d{3} a"), ct.get(0));
    assertEquals("1 G 0 2 12 1", ct.get(1));
    assertEquals("12 C 11 0 1 12", ct.get(12));

    Path npy = directory.resolve("a.npy");
    fold(one, "--format", "npy", "--out", npy);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(npy)).order(ByteOrder.LITTLE_ENDIAN);
    String header = new String(bytes.array(), 10, 118, StandardCharsets.US_ASCII);
    assertTrue(header.contains("'shape': (12, 12)"), header);
    float probability = bytes.getFloat(128 + 4 * 11);
    assertEquals(Float.parseFloat(row[5]), probability, 1e-5);
    assertEquals(probability, bytes.getFloat(128 + 4 * 12 * 11));
  }

  @Test
  void foldFormats_readByEvaluate_areAllRight() throws IOException {
    for (String format : List.of("dbn", "ct", "bpseq")) {
      Path file = directory.resolve("again." + format);
      fold(directory.resolve("two.fa"), "--format", format, "--out", file);

      Result result =
          RibondProcess.run("evaluate", "--task", "fold", "--json", "-q", "--data", file);

      assertEquals("", result.stderr());
      JsonNode json = new ObjectMapper().readTree(result.stdout());
      assertEquals(2, json.path("all_pairs").path("all").path("rnas").asInt());
      assertEquals(1, json.path("all_pairs").path("all").path("solved").asDouble());
    }
  }

  @Test
  void foldNpy_ofTwo_writesAFileEach() {
    Path folder = directory.resolve("matrices");

    fold(directory.resolve("two.fa"), "--format", "npy", "--out", folder);

    assertTrue(Files.isRegularFile(folder.resolve("a.npy")));
    assertTrue(Files.isRegularFile(folder.resolve("b.npy")));
  }

  @Test
  void foldConstraint_ofLineOrFile_isMet() throws IOException {
    Path one = directory.resolve("one.fa");

    String free = fold(one, "--constraint", "x".repeat(12)).lines().toList().get(2);
    assertTrue(free.startsWith("............ (1.000)"), free);

    write("two.con", ">b\n(..........)\n");
    Result refused =
        RibondProcess.run(
            "fold", directory.resolve("two.fa"), "--constraint", directory.resolve("two.con"));
    assertEquals(ExitCode.DATA, refused.exitCode());
    assertTrue(
        refused.stderr().endsWith("record 'b': no structure is as its constraint wants it\n"),
        refused.stderr());

    write("two.con", ">b\nxxx.........\n");
    List<String> lines =
        fold(directory.resolve("two.fa"), "--constraint", directory.resolve("two.con"))
            .lines()
            .toList();
    assertTrue(lines.get(2).startsWith(HAIRPIN), lines.get(2));
    assertTrue(lines.get(5).startsWith("..."), lines.get(5));
  }

  @Test
  void foldThreads_many_changeNothing() {
    Path two = directory.resolve("two.fa");

    assertEquals(fold(two, "-t", 1, "--json"), fold(two, "-t", 3, "--json"));
  }

  @Test
  void evaluate_ofKnownStructures_scoresByBothTruths() throws IOException {
    Path details = directory.resolve("details.tsv");

    Result result =
        RibondProcess.run(
            "evaluate",
            "--task",
            "fold",
            "-q",
            "--data",
            directory.resolve("known.dbn"),
            "--details",
            details);

    assertEquals("", result.stderr());
    assertTrue(result.stdout().startsWith("all known pairs"), result.stdout());
    assertTrue(result.stdout().contains("canonical known pairs"), result.stdout());
    assertTrue(result.stdout().contains("ECE "), result.stdout());
    List<String> lines = Files.readAllLines(details);
    assertEquals(3, lines.size());
    assertTrue(lines.get(1).startsWith("a\t12\t4\t4\t4\t1.0000"), lines.get(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fold|2|Missing required parameter: 'RNAS'",
        "fold {none}|3|{none}: no such file",
        "fold {empty}|3|{empty}: is empty; expected FASTA records",
        "fold {hole.fa}|3|{hole.fa}: line 3: record 'b' is empty: no sequence after its header",
        "fold {protein.fa}|3|looks like a protein",
        "fold {letter.fa}|3|{letter.fa}: line 2: record 'a', position 3: '1' is no base",
        "fold {long.fa}|3|record 'a' has 10004 bases; the most that can be folded is 10000",
        "fold {one.fa} --format png|2|Invalid value for option '--format'",
        "fold {one.fa} --gamma 0|2|--gamma must be above 0 and at most 1000",
        "fold {one.fa} --gamma 2 --decode centroid|2|--gamma is an option of --decode mea",
        "fold {one.fa} --threads 0|2|--threads 0 is not from 1 to 1024",
        "fold {one.fa} --least 2|2|--least must be from 0 to 1",
        "fold {two.fa} --format npy|2|--format npy with several RNAs needs --out DIRECTORY",
        "fold {two.fa} --constraint ....|2|--constraint LINE is for one RNA and",
        "fold {one.fa} --constraint ....|2|--constraint has 4 characters for 12 bases",
        "fold {one.fa} --constraint {none}|2|--constraint is neither a file nor a constraint",
        "fold {one.fa} --constraint {twice.con}|3|line 4: record 'a' has two constraints",
        "fold {one.fa} --constraint {short.con}|3|of record 'a' has 3 characters for 12 bases",
        "fold {one.fa} --constraint {bare.con}|3|line 1: a constraint without a header",
        "evaluate --task fold --data {open.dbn}|3|line 1: record 'a': '(' at position 2 is not",
        "evaluate --task fold --data {one.fa}|3|line 1: record 'a': no line of brackets",
        "evaluate --task fold --data {parts.tsv} --split VL0|3|no row of part 'VL0'; there are: TR0",
        "evaluate --task fold --data {known.dbn} --longest 5|3|no RNA of at most 5 bases",
        "train --task fold --data {parts.tsv} --out {m}|3|no RNA to learn from has from 20 to 500",
        "train --task fold --data {parts.tsv} --out {m} --shortest 9 --longest 8|2|--longest are 9",
        "train --task fold --data {parts.tsv} --out {m} --longest 10001|2|not from 1 to 10000",
        "train --task fold --data {parts.tsv} --out {m} --family lstm|2|is none of fold, rnaformer",
        "train --task fold --data {parts.tsv} --out {m} --layers 2|2|are for --family rnaformer",
        "train --task fold --data {parts.tsv} --out {m} --given 3|2|--given must be 0 or 12",
        "train --task fold --data {parts.tsv} --out {m} --heads 3|2|16 channels in 3 heads",
        "train --task fold --data {open.dbn} --out {m}|3|line 1: record 'a': '(' at position 2",
        "sweep --task fold --out {m}|2|of --task fold there are 'train' and 'evaluate' alone",
        "fold {one.fa} --model default|3|default: is no model of structures",
        "fold {one.fa} --model {two.fa}|3|{two.fa}: is no safetensors file",
        "fold {one.fa} --model physics --pseudoknots|2|--pseudoknots goes neither with",
        "fold {one.fa} --pseudoknots --gamma 1|2|--gamma is an option of --decode mea, without",
        "fold {one.fa} --pseudoknots --threshold 2|2|--threshold must be above 0 and at most 1",
        "fold {one.fa} --threshold 0.5|2|--threshold is an option of --pseudoknots",
        "predict {protein.fa} {one.fa} --model fold|3|predicts no contacts: 'ribond fold' takes it",
        "label {one.fa} --model fold|3|its card names the task 'fold'",
      })
  void badInput_ofFold_endsInOneLine(String command, int exitCode, String message)
      throws IOException {
    Object[] arguments =
        Arrays.stream(command.split(" "))
            .map(word -> word.replaceFirst("\\{(.*)}", directory + "/$1"))
            .toArray();

    Result result = RibondProcess.run(arguments);

    String expected = message.replaceFirst("\\{(.*)}", directory + "/$1");
    assertTrue(result.stderr().contains(expected), result.stderr());
    assertEquals(exitCode, result.exitCode());
    assertEquals(1, result.stderr().lines().count(), result.stderr());
    assertEquals("", result.stdout());
    assertFalse(Files.exists(directory.resolve("m")));
  }

  @Test
  void fold_thatFails_leavesTheOutputAsItWas() throws IOException {
    Result result =
        RibondProcess.run("fold", directory.resolve("hole.fa"), "--out", directory.resolve("out"));

    assertEquals(ExitCode.DATA, result.exitCode());
    assertEquals("from before\n", Files.readString(directory.resolve("out")));
  }
}
