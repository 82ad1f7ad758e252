package org.ribond.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ribond.cli.RibondProcess.Result;

/** Sweeps and their report, as processes. */
class SweepIT {
  @TempDir private Path directory;

  @BeforeEach
  void makePlan() throws IOException {
    Random random = new Random(5);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      String protein = letters("ACDEFGHIKLMNPQRSTVWY", 40, random);
      String rna = letters("ACGU", 20, random);
      lines.append(
          """
          {"id":"x%d_A_B","structure":"x%d","protein":{"chain":"A","sequence":"%s"},\
          "rna":{"chain":"B","sequence":"%s"},"contacts":[[3,4],[20,11],[31,7]],"cutoff":3.5}
          """
              .formatted(i, i, protein, rna));
    }
    Files.writeString(directory.resolve("data.jsonl"), lines.toString());
    Files.writeString(
        directory.resolve("plan.toml"),
        """
        data = "%s"
        test = "%s"
        hidden = [8]
        epochs = 2
        batch = 64
        activation = ["relu", "nonsense", "glu"]
        seed = [1, 2]
        """
            .formatted(directory.resolve("data.jsonl"), directory.resolve("data.jsonl")));
  }

  private static String letters(String alphabet, int length, Random random) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < length; i++) {
      letters.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return letters.toString();
  }

  private Result sweep(String... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("sweep", "--plan", directory.resolve("plan.toml")));
    arguments.addAll(List.of(more));
    return RibondProcess.run(arguments.toArray());
  }

  @Test
  void list_ofAPlan_numbersTheRunsWithTheLastKeyFastest() {
    Result list = sweep("--list", "--windows", "3..7+4");

    assertEquals(0, list.exitCode(), list.stderr());
    List<String> lines = list.stdout().lines().toList();
    assertEquals(12, lines.size());
    assertTrue(lines.get(0).startsWith("1\t0001-activation-relu-seed-1-window-3\t"), lines.get(0));
    assertTrue(lines.get(1).startsWith("2\t0002-activation-relu-seed-1-window-7\t"), lines.get(1));
    assertTrue(lines.get(0).contains("--hidden 8 --epochs 2 --batch 64"), lines.get(0));
  }

  @Test
  void sweep_inOneGoOrAsJobs_hasTheSameRowsAndFailedRunsWithTheirReason() throws IOException {
    Path whole = directory.resolve("whole");
    Result once = sweep("--windows", "5", "--out", whole.toString());
    assertEquals(0, once.exitCode(), once.stderr());
    Path jobs = directory.resolve("jobs");
    for (int job : new int[] {6, 1, 3, 2, 5, 4}) {
      Result one = sweep("--windows", "5", "--out", jobs.toString(), "--job", String.valueOf(job));
      assertEquals(0, one.exitCode(), one.stderr());
      assertFalse(Files.exists(jobs.resolve("results.tsv")));
    }
    Result collected = sweep("--out", jobs.toString(), "--collect");
    assertEquals(0, collected.exitCode(), collected.stderr());

    List<String> rows = Files.readAllLines(whole.resolve("results.tsv"));
    List<String> jobRows = Files.readAllLines(jobs.resolve("results.tsv"));
    assertEquals(7, rows.size());
    assertEquals(rows.getFirst(), jobRows.getFirst());
    assertTrue(rows.get(3).contains("failed"), rows.get(3));
    assertTrue(rows.get(3).contains("--activation nonsense is unknown"), rows.get(3));
    for (String run :
        List.of("0001-activation-relu-seed-1-window-5", "0006-activation-glu-seed-2-window-5")) {
      assertArrayEquals(
          Files.readAllBytes(whole.resolve(run).resolve("model.safetensors")),
          Files.readAllBytes(jobs.resolve(run).resolve("model.safetensors")));
      assertTrue(Files.exists(whole.resolve(run).resolve("curves.json")));
    }

    Path row = whole.resolve("0001-activation-relu-seed-1-window-5").resolve("row.json");
    FileTime before = Files.getLastModifiedTime(row);
    Result again = sweep("--windows", "5", "--out", whole.toString());
    assertEquals(0, again.exitCode(), again.stderr());
    assertEquals(before, Files.getLastModifiedTime(row));
    Result other = sweep("--windows", "5", "--set", "epochs=3", "--out", whole.toString());
    assertEquals(3, other.exitCode(), other.stderr());
    assertTrue(other.stderr().contains("other options"), other.stderr());

    Result report = RibondProcess.run("report", whole.toString());
    assertEquals(0, report.exitCode(), report.stderr());
    String page = Files.readString(whole.resolve("report/index.html"));
    assertTrue(page.contains("0006-activation-glu-seed-2-window-5"));
    assertTrue(page.contains("<svg"));
    assertFalse(page.replace("http://www.w3.org/2000/svg", "").contains("http"), "needs a network");
    assertTrue(page.contains(">By activation<"), "no chart by activation");
    assertTrue(page.contains(">Means over seeds; bars are one standard deviation.<"), page);
    assertTrue(page.contains("failed: --activation nonsense is unknown"), "no reason");
    assertEquals(2, page.split(">best<", -1).length - 1, "one run and one mean are the best");
    assertTrue(Files.exists(whole.resolve("report/map-roc.svg")));
    assertFalse(Files.exists(whole.resolve("report/map-roc.png")));
    Result pictures = RibondProcess.run("report", whole.toString(), "--png");
    assertEquals(0, pictures.exitCode(), pictures.stderr());
    BufferedImage picture =
        ImageIO.read(whole.resolve("report/activation-map-pr-auc.png").toFile());
    assertTrue(picture.getWidth() > 1000);
  }

  /** The table without times, which are never the same. */
  private static List<String> withoutTimes(Path results) throws IOException {
    List<String[]> rows =
        Files.readAllLines(results).stream().map(line -> line.split("\t", -1)).toList();
    List<String> columns = List.of(rows.getFirst());
    return rows.stream()
        .map(
            row ->
                IntStream.range(0, row.length)
                    .filter(i -> !columns.get(i).contains("second"))
                    .mapToObj(i -> row[i])
                    .collect(Collectors.joining(" ")))
        .toList();
  }

  @Test
  void jobs_twoAtATime_giveTheSameRows() throws IOException {
    Path one = directory.resolve("one");
    Path two = directory.resolve("two");
    Result first = sweep("--windows", "3", "--out", one.toString());
    Result second = sweep("--windows", "3", "--out", two.toString(), "--jobs", "2");

    assertEquals(0, first.exitCode(), first.stderr());
    assertEquals(0, second.exitCode(), second.stderr());
    assertEquals(
        withoutTimes(one.resolve("results.tsv")), withoutTimes(two.resolve("results.tsv")));
  }

  @Test
  void sweep_thatEndsHalfWay_hasTheRowsOfTheRunsThatAreOver() throws IOException {
    Path out = Files.createDirectory(directory.resolve("half"));
    String second = sweep("--windows", "3", "--list").stdout().lines().toList().get(1);
    // A file where the second run's folder should be.
    Files.createFile(out.resolve(second.split("\t", -1)[1]));

    Result result = sweep("--windows", "3", "--out", out.toString());

    assertEquals(3, result.exitCode(), result.stderr());
    assertEquals(2, Files.readAllLines(out.resolve("results.tsv")).size());
  }

  @Test
  void sweep_inAFolderThatAnotherHas_isRefusedInOneLine() throws IOException {
    Path out = Files.createDirectory(directory.resolve("taken"));
    try (FileChannel other =
            FileChannel.open(
                out.resolve("sweep.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = other.lock()) {
      assertTrue(lock.isValid());
      Result whole = sweep("--out", out.toString());
      Result job = sweep("--out", out.toString(), "--job", "1");
      for (Result refused : List.of(whole, job)) {
        assertEquals(2, refused.exitCode(), refused.stderr());
        assertEquals(1, refused.stderr().lines().count(), refused.stderr());
        assertTrue(refused.stderr().contains("another sweep is under way"), refused.stderr());
      }
    }
    Result free = sweep("--out", out.toString(), "--job", "1");
    assertEquals(0, free.exitCode(), free.stderr());
  }

  @Test
  void crossvalidate_threeFolds_testsEachComplexOnceAndIsOverAfterOneGo() throws IOException {
    Path out = directory.resolve("folds");
    Object[] command = {
      "crossvalidate",
      "--data",
      directory.resolve("data.jsonl"),
      "--folds",
      4,
      "--out",
      out,
      "--hidden",
      "8,4",
      "--epochs",
      2,
      "--batch",
      64,
      "--members",
      1,
      "--window",
      5,
      "--json"
    };
    Result result = RibondProcess.run(command);

    assertEquals(0, result.exitCode(), result.stderr());
    JsonNode json = new ObjectMapper().readTree(result.stdout());
    double sum = 0;
    for (JsonNode fold : json.path("folds")) {
      assertEquals(1, fold.path("map_pairs").asInt(), fold.toString());
      sum += fold.path("map_roc_auc").asDouble();
    }
    assertEquals(4, json.path("folds").size());
    assertEquals(sum / 4, json.path("mean").path("map_roc_auc").asDouble(), 1e-9);
    assertTrue(json.path("sd").path("map_roc_auc").asDouble() > 0);

    Path model = out.resolve("0002-fold-2_4/model.safetensors");
    Result evaluated =
        RibondProcess.run(
            "evaluate",
            "--json",
            "--model",
            model,
            "--data",
            directory.resolve("data.jsonl"),
            "--fold",
            "2/4",
            "--replicates",
            0);
    assertEquals(0, evaluated.exitCode(), evaluated.stderr());
    assertEquals(
        json.path("folds").path(1).path("map_roc_auc").asDouble(),
        new ObjectMapper().readTree(evaluated.stdout()).path("roc_auc").asDouble(),
        1e-5);

    FileTime before = Files.getLastModifiedTime(model);
    assertEquals(result.stdout(), RibondProcess.run(command).stdout());
    assertEquals(before, Files.getLastModifiedTime(model));
    List<String> table =
        Files.readAllLines(out.resolve("results.tsv")).stream()
            .map(line -> line.split("\t", -1)[2])
            .toList();
    assertEquals(List.of("fold", "1/4", "2/4", "3/4", "4/4"), table);
  }
}
