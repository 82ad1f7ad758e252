package org.ribond.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ribond.cli.RibondProcess.Result;

/** A network of structures from its training to what it predicts. */
class FoldTrainIT {
  private static final String HELIX = "GACUG";
  private static final String OTHER = "CAGUC";

  @TempDir private static Path directory;

  private static Path table;
  private static Path model;

  @BeforeAll
  static void train() throws IOException {
    table = directory.resolve("known.tsv");
    Files.writeString(table, rnas());
    model = directory.resolve("m.safetensors");
    Result result = RibondProcess.run(arguments(model));
    assertEquals(0, result.exitCode(), result.stderr());
    assertTrue(result.stderr().contains("40 RNAs, networks of "), result.stderr());
    assertTrue(result.stderr().contains("validation F1 "), result.stderr());
  }

  private static Object[] arguments(Path out) {
    return new Object[] {
      "train",
      "--task",
      "fold",
      "--data",
      table,
      "--out",
      out,
      "--epochs",
      2,
      "--trunk",
      8,
      "--trunk-dilations",
      "1",
      "--trunk-heads",
      2,
      "--channels",
      8,
      "--dilations",
      "1",
      "--axial",
      1,
      "--cycles",
      2,
      "--backend",
      "vector",
      "-t",
      1
    };
  }

  /** Helices of five pairs in RNAs of 26 to 40 bases; every sixth is for validation. */
  private static String rnas() {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder("id\tpart\tsequence\tstructure\n");
    for (int i = 0; i < 48; i++) {
      int before = 3 + random.nextInt(7);
      int between = 4 + random.nextInt(5);
      int behind = 9 + random.nextInt(6);
      text.append("r" + i + "\t" + (i % 6 == 0 ? "VL0" : "TR0") + "\t");
      text.append(letters(before, random)).append(HELIX).append(letters(between, random));
      text.append(OTHER).append(letters(behind, random)).append('\t');
      text.append(".".repeat(before) + "(((((" + ".".repeat(between) + ")))))");
      text.append(".".repeat(behind)).append('\n');
    }
    return text.toString();
  }

  private static String letters(int count, Random random) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < count; i++) {
      letters.append("AC".charAt(random.nextInt(2)));
    }
    return letters.toString();
  }

  @Test
  void train_again_makesTheSameBytes() throws IOException {
    Path again = directory.resolve("again.safetensors");

    Result result = RibondProcess.run(arguments(again));

    assertEquals(0, result.exitCode(), result.stderr());
    assertEquals(-1, Files.mismatch(model, again));
    JsonNode run = new ObjectMapper().readTree(Files.readString(directory.resolve("m.run.json")));
    assertEquals("fold", run.path("plan").path("family").asText());
    assertEquals(8, run.path("valid_data").path("rnas").asInt());
  }

  @Test
  void fold_byTheModel_saysWhatEachStructureIsBy() throws IOException {
    Path rnas = directory.resolve("rnas.fa");
    Files.writeString(rnas, ">a\nAACAGACUGAAAACAGUCACACAAACACA\n>short\nGGGGAAAACCCC\n");

    Result result = RibondProcess.run("fold", rnas, "--model", model, "--backend", "vector");

    assertEquals(0, result.exitCode(), result.stderr());
    List<String> lines = result.stdout().lines().toList();
    assertTrue(lines.get(2).endsWith(") network"), lines.get(2));
    assertTrue(lines.get(5).endsWith(") physics"), lines.get(5));
    assertTrue(result.stderr().contains("1 RNAs by the network, 1 by physics"), result.stderr());
    List<String> methods = new ArrayList<>();
    for (String decode : List.of("--decode=centroid", "--pseudoknots", "--gamma=3")) {
      Result json = RibondProcess.run("fold", rnas, "-m", model, decode, "--json", "-q");
      assertEquals("", json.stderr());
      for (String line : json.stdout().lines().toList()) {
        methods.add(new ObjectMapper().readTree(line).path("method").asText());
      }
    }
    assertEquals(
        List.of("network", "physics", "network", "physics", "network", "physics"), methods);
  }

  @Test
  void fold_ofATransferRna_byTheShippedModel_isItsCloverleaf() throws IOException {
    Path rna = directory.resolve("trna.fa");
    Files.writeString(
        rna,
        ">t\nGCGGAUUUAGCUCAGUUGGGAGAGCGCCAGACUGAAGAUCUGGAGGUCCUGUGUUCGAUC" + "CACAGAAUUCGCACCA\n");
    Path plots = directory.resolve("plots");

    Result result = RibondProcess.run("fold", rna, "--plot", plots, "--backend", "vector", "-q");
    Path others = directory.resolve("others");
    Path npy = directory.resolve("t.npy");
    Result matrix =
        RibondProcess.run("fold", rna, "--format", "npy", "-o", npy, "--plot", others, "-q");

    assertEquals("", matrix.stderr());
    assertEquals("", result.stderr());
    assertTrue(
        result
                .stdout()
                .contains(
                    "(((((((..((((........))))((((((.......))))))....(((((.......))))))))))))....")
            && result.stdout().endsWith(") network\n"),
        result.stdout());
    for (String figure : List.of("drawing", "arcs", "matrix")) {
      String svg = Files.readString(plots.resolve("t." + figure + ".svg"));
      assertTrue(svg.startsWith("<svg ") && svg.contains("t: 76 bases, by network"), figure);
      assertEquals(svg, Files.readString(others.resolve("t." + figure + ".svg")));
    }
  }

  @Test
  void evaluate_byTheModel_knowsTheTask() throws IOException {
    Result result =
        RibondProcess.run("evaluate", "--model", model, "--data", table, "--json", "-q");

    assertEquals("", result.stderr());
    JsonNode json = new ObjectMapper().readTree(result.stdout());
    assertEquals(48, json.path("all_pairs").path("all").path("rnas").asInt());
  }

  @Test
  void modelInfo_ofTheModel_hasItsNumbers() {
    Result result = RibondProcess.run("model", "info", model);

    assertEquals(0, result.exitCode());
    assertTrue(result.stdout().contains("fold.gamma"), result.stdout());
    assertTrue(result.stdout().contains("trunk_dilations"), result.stdout());
  }
}
