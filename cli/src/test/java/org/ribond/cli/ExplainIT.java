package org.ribond.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ribond.cli.RibondProcess.Result;

/** {@code ribond explain} as users run it, with a model of splice junctions. */
class ExplainIT {
  private static final String DONOR =
      ">donor 1\nAGACCCGCCGGGAGGCGGAGGACCTGCAGGGTGAGCCCCACCGCCCCTCCGTGCCCCCGC\n";

  @TempDir private static Path directory;

  @BeforeAll
  static void writeFiles() throws IOException {
    train(
        "net.model",
        "--channels 16 --stem 16 --bag-word 0 --bag 0 --dense 16 --dilations 1 --epochs 8"
            + " --strands forward");
    train("line.model", "--family linear");
    Files.copy(
        Path.of("../engine/src/test/resources/org/ribond/engine/model/model-1.safetensors"),
        file("contact.model"));
    Files.writeString(file("q.fa"), DONOR + ">donor/1\nACGTNACGT\n");
    Files.writeString(file("protein.fa"), ">p\nMKRWYACDEFGHIKL\n");
    Files.writeString(file("letter.fa"), ">a\nAC1T\n");
    Files.writeString(file("hole.fa"), ">a\nACGT\n>b\n");
    Files.writeString(file("empty"), "");
    Files.writeString(file("out"), "from before\n");
  }

  private static void train(String name, String options) {
    List<Object> arguments = new ArrayList<>(List.of("train", "--task", "label", "-q"));
    arguments.addAll(List.of("--data", "splice", "--backend", "vector", "--out", file(name)));
    arguments.addAll(List.of(options.split(" ", -1)));
    Result result = RibondProcess.run(arguments.toArray());
    assertEquals(0, result.exitCode(), result.stderr());
  }

  private static Path file(String name) {
    return directory.resolve(name);
  }

  private static List<List<String>> table(String text) {
    return text.lines().map(line -> List.of(line.split("\t", -1))).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mutagenesis", "gradient"})
  void explain_ofADonor_findsItsInvariantLetters(String method) {
    Result result =
        RibondProcess.run(
            "explain", file("q.fa"), "-m", file("net.model"), "--method", method, "--class", "EI");

    assertEquals(0, result.exitCode(), result.stderr());
    List<List<String>> rows = table(result.stdout());
    assertEquals(
        List.of("id", "output", "position", "letter", "worth", "A", "C", "G", "T"),
        rows.getFirst());
    assertEquals(1 + 60 + 9, rows.size());
    List<Integer> best =
        rows.subList(1, 61).stream()
            .sorted(Comparator.comparingDouble(row -> -Double.parseDouble(row.get(4))))
            .limit(2)
            .map(row -> Integer.parseInt(row.get(2)))
            .sorted()
            .toList();
    assertEquals(List.of(31, 32), best, result.stdout());
    assertEquals("N", rows.get(65).get(3));
    for (List<String> row : rows.subList(1, 61)) {
      assertEquals(0, Double.parseDouble(row.get(5 + "ACGT".indexOf(row.get(3)))));
    }
  }

  @Test
  void explainJsonl_withPicturesAndMotifs_writesAllOfThem() throws IOException {
    Path pictures = file("pictures");
    Result result =
        RibondProcess.run(
            "explain",
            file("q.fa"),
            "-m",
            file("net.model"),
            "--json",
            "--plot",
            pictures,
            "--motifs",
            file("m.meme"),
            "-o",
            file("e.jsonl"));

    assertEquals(0, result.exitCode(), result.stderr());
    List<String> lines = Files.readAllLines(file("e.jsonl"));
    JsonNode first = new ObjectMapper().readTree(lines.getFirst());
    assertEquals(2, lines.size());
    assertEquals("EI", first.get("output").asText());
    assertEquals(60, first.get("worth").size());
    assertEquals(4, first.get("changes").get(0).size());
    try (Stream<Path> files = Files.list(pictures)) {
      assertEquals(
          List.of("donor.svg", "donor_1.svg"),
          files.map(path -> path.getFileName().toString()).sorted().toList());
    }
    assertTrue(Files.readString(pictures.resolve("donor.svg")).contains("donor: EI 0."));
    assertTrue(Files.readString(file("m.meme")).startsWith("MEME version 4\n\nALPHABET= ACGT\n"));
  }

  @Test
  void explain_withALinearModelAndPng_draws() throws IOException {
    Path pictures = file("png");
    Result result =
        RibondProcess.run(
            "explain", file("q.fa"), "-m", file("line.model"), "--plot", pictures, "--png", "-q");

    assertEquals(0, result.exitCode(), result.stderr());
    byte[] png = Files.readAllBytes(pictures.resolve("donor.png"));
    assertEquals("PNG", new String(png, 1, 3, StandardCharsets.US_ASCII));
  }

  @ParameterizedTest(name = "{0} | {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          explain {empty} -m {net.model} -o {out}      | 3 | {empty}: is empty
          explain {hole.fa} -m {net.model} -o {out}    | 3 | {hole.fa}: line 3: record 'b' is empty
          explain {protein.fa} -m {net.model} -o {out} | 3 | {protein.fa}: line 2: record 'p'
          explain {letter.fa} -m {net.model} -o {out}  | 3 | {letter.fa}: line 2: record 'a', position 3
          explain {q.fa} -m {contact.model} -o {out}   | 3 | {contact.model}: the model predicts contacts
          explain {q.fa} -m {net.model} --class X -o {out} | 2 | --class X: the model has EI, IE, N
          explain {q.fa} -m {net.model} --png -o {out} | 2 | --png is for --plot
          explain {q.fa} -m {line.model} --method gradient -o {out} | 3 | {line.model}: a linear model
          explain {q.fa} -m {line.model} --motifs {m} -o {out} | 3 | {line.model}: a linear model
          explain {q.fa} -m {net.model} --plot {out}   | 3 | {out}: is a file, not a directory
          explain {q.fa} -m {net.model} -o {q.fa}      | 2 | {q.fa}: would be written over
          """)
  void bad_isRefusedInOneLine(String command, int exitCode, String message) throws IOException {
    Result result = RibondProcess.run((Object[]) filled(command).strip().split(" ", -1));

    assertEquals(exitCode, result.exitCode(), result.stderr());
    List<String> lines =
        result.stderr().lines().filter(line -> !line.contains("ribond: backend")).toList();
    assertEquals(1, lines.size(), result.stderr());
    assertTrue(lines.getFirst().contains(filled(message)), result.stderr());
    assertEquals("from before\n", Files.readString(file("out")));
  }

  private static String filled(String text) {
    return text.replaceAll("\\{([a-z.]+)}", directory.resolve("$1").toString());
  }
}
