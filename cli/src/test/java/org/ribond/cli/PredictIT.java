package org.ribond.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ribond.cli.RibondProcess.Result;

/** {@code ribond predict}, run as a user runs it. */
class PredictIT {
  private static final Path MODEL =
      Path.of("../engine/src/test/resources/org/ribond/engine/model/model-1.safetensors");
  private static final String PROTEINS = ">p1 first\nMKRWYACDEF\nGHIKL\n>p2\nMKRA\n";
  private static final String RNAS = ">r1\nGACUGACU\n>r2 second\nGAUCU\n";

  @TempDir private Path directory;
  private Path proteins;
  private Path rnas;

  @BeforeEach
  void writeInput() throws IOException {
    proteins = Files.writeString(directory.resolve("p.fa"), PROTEINS);
    rnas = Files.writeString(directory.resolve("r.fa"), RNAS);
  }

  private Result predict(Object... arguments) {
    return RibondProcess.run(command(arguments));
  }

  private Object[] command(Object... arguments) {
    List<Object> command =
        new ArrayList<>(List.of("predict", "-q", "--model", MODEL, "--threads", 1));
    command.addAll(List.of(arguments));
    return command.toArray();
  }

  private static Result done(Result result) {
    assertEquals(0, result.exitCode(), result.stderr());
    assertEquals("", result.stderr());
    return result;
  }

  private static String refused(Result result, int exitCode) {
    assertEquals(exitCode, result.exitCode(), result.stderr());
    assertEquals("", result.stdout());
    assertEquals(1, result.stderr().lines().count(), result.stderr());
    assertTrue(result.stderr().startsWith("ribond: "), result.stderr());
    return result.stderr();
  }

  /** The cells of a table, without comments and column names. */
  private static List<String[]> rows(String tsv) {
    return tsv.lines()
        .filter(line -> !line.startsWith("#"))
        .skip(1)
        .map(line -> line.split("\t", -1))
        .toList();
  }

  @Test
  void models_severalSeparatedByCommas_voteAsOneEnsemble() {
    List<String> one = cells(predict(proteins, rnas, "--all", "--vote", "all"));
    for (int vote : new int[] {3, 4}) {
      Result both =
          RibondProcess.run(
              "predict",
              "-q",
              "--model",
              MODEL + "," + MODEL,
              proteins,
              rnas,
              "--all",
              "--vote",
              vote);
      assertEquals(one, cells(both));
    }
    Result mean =
        RibondProcess.run("predict", "-q", "--model", MODEL + "," + MODEL, proteins, rnas, "--all");
    assertEquals(one.size(), cells(mean).size());
    assertNotEquals(one, cells(mean));
  }

  private static List<String> cells(Result result) {
    return rows(done(result).stdout()).stream().map(row -> String.join(" ", row)).toList();
  }

  @Test
  void tsv_everyProteinWithEveryRna_listsTheBestPairsOfEach() {
    Result result = done(predict(proteins, rnas));

    List<String> lines = result.stdout().lines().toList();
    assertTrue(lines.get(0).contains("positions from 1"), lines.get(0));
    assertTrue(lines.get(1).startsWith("# score: probability of contact"), lines.get(1));
    assertEquals(
        "protein\trna\tresidue\tresidue_letter\tbase\tbase_letter\tscore\tenrichment",
        lines.get(2));
    List<String[]> rows = rows(result.stdout());
    assertEquals(40, rows.size());
    String letters = "MKRWYACDEFGHIKL";
    for (String[] row : rows.subList(0, 10)) {
      assertEquals("p1", row[0]);
      assertEquals("r1", row[1]);
      assertEquals(letters.charAt(Integer.parseInt(row[2]) - 1), row[3].charAt(0));
      assertEquals("GACUGACU".charAt(Integer.parseInt(row[4]) - 1), row[5].charAt(0));
    }
    List<Double> scores =
        rows.subList(0, 10).stream().map(row -> Double.parseDouble(row[6])).toList();
    assertEquals(scores.stream().sorted(Comparator.reverseOrder()).toList(), scores);
  }

  @Test
  void selections_given_agreeWithTheWholeMap() {
    List<String[]> all = rows(done(predict(proteins, rnas, "--all")).stdout());
    assertEquals((15 + 4) * (8 + 5), all.size());
    double threshold = Double.parseDouble(all.get(17)[6]);

    long reaching = all.stream().filter(row -> Double.parseDouble(row[6]) >= threshold).count();
    String some = done(predict(proteins, rnas, "--threshold", threshold)).stdout();
    assertEquals(reaching, rows(some).size());

    assertEquals(3 * 4, rows(done(predict(proteins, rnas, "--top", 3)).stdout()).size());
    String perLength = done(predict(proteins, rnas, "--top", "L/5")).stdout();
    assertEquals(2 * 3 + 2, rows(perLength).size());
    double best =
        all.subList(0, 15 * 8).stream()
            .mapToDouble(row -> Double.parseDouble(row[6]))
            .max()
            .orElseThrow();
    assertEquals(best, Double.parseDouble(rows(perLength).getFirst()[6]));
  }

  @Test
  void jsonl_given_hasAnObjectAPairWithScoresOfChains() throws IOException {
    Result result = done(predict(proteins, rnas, "--json", "--all", "--zero-based"));

    List<String> lines = result.stdout().lines().toList();
    assertEquals(4, lines.size());
    JsonNode pair = new ObjectMapper().readTree(lines.get(1));
    assertEquals("p1", pair.get("protein").asText());
    assertEquals("r2", pair.get("rna").asText());
    assertEquals(15 * 5, pair.get("contacts").size());
    assertEquals(15, pair.get("residues").size());
    assertEquals(5, pair.get("bases").size());
    double[] none = new double[15];
    Arrays.fill(none, 1);
    for (JsonNode contact : pair.get("contacts")) {
      none[contact.get(0).asInt()] *= 1 - contact.get(2).asDouble();
    }
    for (int residue = 0; residue < none.length; residue++) {
      assertEquals(1 - none[residue], pair.get("residues").get(residue).asDouble(), 1e-6);
    }
  }

  @Test
  void practip_given_printsItsLines() {
    Result result = done(predict(proteins, rnas, "--format", "practip", "--top", 2));

    List<String> lines = result.stdout().lines().toList();
    assertEquals(12, lines.size());
    for (int pair = 0; pair < 4; pair++) {
      assertTrue(lines.get(3 * pair).matches(">Score=0\\.\\d+ p[12] r[12]"), lines.get(3 * pair));
      assertTrue(lines.get(3 * pair + 1).matches("\\d+ \\d+"), lines.get(3 * pair + 1));
    }
    String[] first = rows(done(predict(proteins, rnas, "--top", 1)).stdout()).getFirst();
    String contact = (Integer.parseInt(first[2]) - 1) + " " + (Integer.parseInt(first[4]) - 1);
    assertTrue(lines.subList(1, 3).contains(contact), contact + " in " + lines);
  }

  @Test
  void npy_severalPairs_areFilesOfTheWholeMaps() throws IOException {
    Path out = directory.resolve("maps");
    done(predict(proteins, rnas, "--format", "npy", "--out", out));

    try (Stream<Path> files = Files.list(out)) {
      assertEquals(
          List.of("p1__r1.npy", "p1__r2.npy", "p2__r1.npy", "p2__r2.npy"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
    byte[] file = Files.readAllBytes(out.resolve("p1__r2.npy"));
    assertArrayEquals(
        new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}, Arrays.copyOf(file, 8));
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int header = bytes.getShort(8);
    assertEquals(0, (10 + header) % 64);
    assertEquals(10 + header + 15 * 5 * 4, file.length);
    String text = new String(file, 10, header, StandardCharsets.US_ASCII);
    assertTrue(text.contains("'shape': (15, 5)") && text.endsWith("\n"), text);
    List<String[]> all = rows(done(predict(proteins, rnas, "--all")).stdout());
    String[] cell = all.get(15 * 8 + 5 + 3);
    assertEquals(Float.parseFloat(cell[6]), bytes.getFloat(10 + header + 4 * (5 + 3)));
  }

  @Test
  void npy_onePair_isThatFileOrStandardOutput() throws IOException {
    Path rna = Files.writeString(directory.resolve("one.fa"), ">r\nGACU\n");
    Path protein = Files.writeString(directory.resolve("onep.fa"), ">p\nMKW\n");
    Path out = directory.resolve("map.npy");

    Result result = done(predict(protein, rna, "--format", "npy"));
    done(predict(protein, rna, "--format", "npy", "-o", out));

    assertArrayEquals(result.stdoutBytes(), Files.readAllBytes(out));
    assertTrue(refused(predict(proteins, rnas, "--format", "npy"), 2).contains("--out DIRECTORY"));
  }

  @Test
  void plot_given_drawsEachMap() throws IOException {
    Path plots = directory.resolve("a/b");
    done(predict(proteins, rnas, "--plot", plots));

    try (Stream<Path> files = Files.list(plots)) {
      assertEquals(4, files.count());
    }
    var image =
        ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(plots.resolve("p1__r1.png"))));
    assertTrue(image.getWidth() > 100 && image.getHeight() > 100);
    assertEquals(0xFFFFFFFF, image.getRGB(0, 0));
    assertTrue(image.getRGB(60, 20) != 0xFFFFFFFF);
  }

  @Test
  void input_fromPipeAndGzip_isRead() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(PROTEINS.getBytes(StandardCharsets.UTF_8));
    }
    String plain = done(predict(proteins, rnas)).stdout();

    Result piped =
        RibondProcess.runWithInput(packed.toByteArray(), command("--protein", "-", "--rna", rnas));

    assertEquals(plain, done(piped).stdout());
  }

  @Test
  void pairs_listed_areThoseAlone() throws IOException {
    Path pairs = directory.resolve("pairs.tsv");
    Files.writeString(pairs, "# protein\tRNA\np2\tr1\r\n\np1\tr2\n");

    List<String[]> rows =
        rows(done(predict(proteins, rnas, "--pairs", pairs, "--top", 1)).stdout());

    assertEquals(List.of("p2", "r1"), List.of(rows.get(0)[0], rows.get(0)[1]));
    assertEquals(List.of("p1", "r2"), List.of(rows.get(1)[0], rows.get(1)[1]));
    assertEquals(2, rows.size());

    Files.writeString(pairs, "p1\tr2\np1\tr3\n");
    assertTrue(
        refused(predict(proteins, rnas, "--pairs", pairs), 3)
            .contains("pairs.tsv: line 2: no RNA in the FASTA file is named 'r3'"));
    Files.writeString(pairs, "p1 r2\n");
    assertTrue(
        refused(predict(proteins, rnas, "--pairs", pairs), 3)
            .contains("pairs.tsv: line 1: expected"));
    Files.writeString(pairs, "#\n");
    assertTrue(refused(predict(proteins, rnas, "--pairs", pairs), 3).contains("lists no pair"));
  }

  @Test
  void usage_wrong_isRefusedInOneLine() {
    refused(predict(proteins), 2);
    refused(predict(proteins, rnas, "--protein", proteins), 2);
    refused(predict("--protein", "-", "--rna", "-"), 2);
    refused(predict(proteins, rnas, "--top", 0), 2);
    refused(predict(proteins, rnas, "--top", 3, "--all"), 2);
    refused(predict(proteins, rnas, "--vote", 3), 2);
    refused(predict(proteins, rnas, "--format", "npy", "-o", "-"), 2);
    refused(predict(proteins, rnas, "--format", "practip", "--all"), 2);
  }

  @Test
  void vote_ofAll_isNotCalibrated() {
    Result result = done(predict(proteins, rnas, "--vote", "all", "--all"));

    assertTrue(result.stdout().contains("\n# score: not calibrated"), result.stdout());
    List<String[]> all = rows(result.stdout());
    List<String[]> any = rows(done(predict(proteins, rnas, "--vote", "any", "--all")).stdout());
    for (int i = 0; i < all.size(); i++) {
      assertTrue(Double.parseDouble(all.get(i)[6]) <= Double.parseDouble(any.get(i)[6]));
    }
  }

  @Test
  void unknownLetters_present_areCountedOnce() throws IOException {
    Path unknown = Files.writeString(directory.resolve("x.fa"), ">a\nMKXXR\n>b\nMKR\n>c\nMX\n");

    Result result = predict(unknown, rnas);

    assertEquals(0, result.exitCode());
    assertEquals(
        "ribond: warning: 3 unknown letters (such as X or N) in 2 of 3 proteins: the model sees a"
            + " blank there\n",
        result.stderr());
  }

  @Test
  void standardOutput_closedByItsReader_endsQuietly() throws IOException, InterruptedException {
    Path large = directory.resolve("large.fa");
    Files.writeString(large, ">big\n" + "MKRWYACDEF".repeat(100) + "\n");
    String command =
        "set -o pipefail; '%s' predict -q --model '%s' '%s' '%s' --all | head -n 5"
            .formatted(RibondProcess.launcher(), MODEL, large, rnas);
    ProcessBuilder builder = RibondProcess.builder();
    builder.command("bash", "-c", command);
    Process pipe = builder.redirectErrorStream(true).start();
    String output = new String(pipe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertTrue(pipe.waitFor(60, TimeUnit.SECONDS));
    assertEquals(5, output.lines().count(), output);
    assertEquals(0, pipe.exitValue());
  }

  /** Memory does not grow with the number of pairs: 100,000 of them in a heap of 64 MiB. */
  @Test
  void manyPairs_inASmallHeap_areStreamed() throws IOException, InterruptedException {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      many.append(">n").append(i).append("\nGACU\n");
    }
    Path manyRnas = Files.writeString(directory.resolve("many.fa"), many);
    StringBuilder more = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      more.append(">m").append(i).append("\nMKRW\n");
    }
    Path manyProteins = Files.writeString(directory.resolve("manyp.fa"), more);
    Path out = directory.resolve("many.tsv");
    ProcessBuilder builder =
        RibondProcess.builder(command(manyProteins, manyRnas, "--top", 1, "-o", out));
    builder.environment().put("RIBOND_JAVA_OPTS", "-Xmx64m");
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertTrue(process.waitFor(200, TimeUnit.SECONDS));
    assertEquals("", output);
    assertEquals(0, process.exitValue());
    try (Stream<String> lines = Files.lines(out)) {
      assertEquals(100_003, lines.count());
    }
  }

  @Test
  void out_namedGz_isPacked() throws IOException {
    String plain = done(predict(proteins, rnas, "--top", 2)).stdout();
    Path packed = directory.resolve("maps.tsv.gz");
    done(predict(proteins, rnas, "--top", 2, "--out", packed));

    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
      assertEquals(plain, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void model_withACommaInItsPath_isOneFile() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("lr=0.1,bs=32"));
    Path model = Files.copy(MODEL, folder.resolve("m.safetensors"));

    Result found =
        done(RibondProcess.run("predict", "-q", "--model", model, proteins, rnas, "--top", 2));

    String expected = done(predict(proteins, rnas, "--top", 2)).stdout();
    assertEquals(rows(expected).size(), rows(found.stdout()).size());
  }

  @Test
  void pairs_ofANameThatBeginsWithHash_areFound() throws IOException {
    Path odd = Files.writeString(directory.resolve("odd.fa"), ">#1\nMKRWY\n>p2\nMKRA\n");
    Path list = Files.writeString(directory.resolve("list"), "# a comment\n#1\tr1\n");

    Result result = predict(odd, rnas, "--top", 2, "--pairs", list);

    assertEquals(0, result.exitCode(), result.stderr());
    assertEquals(
        "ribond: warning: record '#1' begins with #, as comments do: readers of the table may pass"
            + " it over\n",
        result.stderr());
    assertEquals(2, result.stdout().lines().filter(line -> line.startsWith("#1\t")).count());
  }

  @Test
  void protein_thatEndsWithItsStop_endsBeforeIt() throws IOException {
    Path stop = Files.writeString(directory.resolve("stop.fa"), ">p\nMKRWY*\n");

    List<String[]> rows = rows(done(predict(stop, rnas, "--all")).stdout());

    assertEquals(5 * (8 + 5), rows.size());
  }
}
