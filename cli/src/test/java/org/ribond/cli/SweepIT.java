package org.ribond.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
    assertTrue(Files.exists(whole.resolve("report/map-roc.svg")));
  }
}
