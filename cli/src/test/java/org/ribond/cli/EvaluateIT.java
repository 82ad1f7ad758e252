package org.ribond.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.cli.RibondProcess.Result;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.Backends;
import org.ribond.engine.contact.complex.Chain;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.ComplexesFile;
import org.ribond.engine.contact.complex.Contact;
import org.ribond.engine.contact.evaluate.TrainingProteins;
import org.ribond.engine.contact.predict.MapPredictor;
import org.ribond.engine.model.ModelCard;
import org.ribond.engine.model.ModelFile;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.Weights;
import org.ribond.engine.network.Window;
import org.ribond.engine.network.WindowArchitecture;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

/** The command {@code evaluate}, with a small network of random weights and made-up complexes. */
class EvaluateIT {
  private static final List<String> KEYS =
      List.of(
          "protocol",
          "pairs",
          "cells",
          "contacts",
          "prevalence",
          "tp",
          "fp",
          "tn",
          "fn",
          "precision",
          "recall",
          "specificity",
          "f1",
          "mcc",
          "roc_auc",
          "pr_auc",
          "brier",
          "ece");

  @TempDir private static Path directory;

  private static final List<Complex> COMPLEXES = complexes();
  private static TrainedModel trained;
  private static Path model;
  private static Path data;

  @BeforeAll
  static void writeFiles() {
    WindowArchitecture architecture =
        new WindowArchitecture(
            List.of(new Window("residue", 20, 2), new Window("base", 4, 1)),
            List.of(8, 8),
            Activation.TANH,
            0,
            2);
    Map<String, String> card = new LinkedHashMap<>();
    card.put(ModelCard.CALIBRATION_SLOPE, "1.5");
    card.put(ModelCard.CALIBRATION_INTERCEPT, "-2");
    card.put(ModelCard.THRESHOLD, "0.1");
    card.put(ModelCard.DATA_PROTEINS, TrainingProteins.of(COMPLEXES.subList(4, 5)).toCardValue());
    trained =
        new TrainedModel(
            architecture,
            List.of(Weights.initial(architecture, 1, 0), Weights.initial(architecture, 1, 1)),
            card);
    model = directory.resolve("model.safetensors");
    ModelFile.write(model, trained);
    data = directory.resolve("complexes.jsonl");
    ComplexesFile.write(data, COMPLEXES);
  }

  private static List<Complex> complexes() {
    Random random = new Random(3);
    return IntStream.range(0, 5)
        .mapToObj(
            i -> {
              TreeSet<Contact> contacts = new TreeSet<>();
              while (contacts.size() < 6) {
                contacts.add(new Contact(random.nextInt(20), random.nextInt(15)));
              }
              BitSet noResidue = new BitSet();
              noResidue.set(20, 23);
              return new Complex(
                  i + "abc_A_R",
                  i + "abc",
                  new Chain("A", sequence(random, Alphabet.PROTEIN, 25), noResidue),
                  new Chain("R", sequence(random, Alphabet.RNA, 15), new BitSet()),
                  List.copyOf(contacts),
                  3.5,
                  Optional.of("group" + i / 2));
            })
        .toList();
  }

  private static Sequence sequence(Random random, Alphabet alphabet, int length) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < length; i++) {
      letters.append(alphabet.letters().charAt(random.nextInt(alphabet.size())));
    }
    return new Sequence("s", alphabet, letters.toString());
  }

  private static Result evaluate(Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of("evaluate", "--model", model, "--data", data, "--backend", "scalar"));
    arguments.addAll(List.of(more));
    return RibondProcess.run(arguments.toArray());
  }

  private static JsonNode json(Result result) throws IOException {
    assertEquals(0, result.exitCode(), result.stderr());
    return new ObjectMapper().readTree(result.stdoutBytes());
  }

  private static void assertOneLine(Result result, int exitCode, String part) {
    assertEquals(exitCode, result.exitCode(), result.stderr());
    assertEquals("", result.stdout());
    assertEquals(1, result.stderr().lines().count(), result.stderr());
    assertTrue(result.stderr().contains(part), result.stderr());
  }

  @Test
  void mapProtocol_json_isWhatTheScoresGive() throws IOException {
    JsonNode json = json(evaluate("--json", "--overlap", "skip", "--quiet"));

    KEYS.forEach(key -> assertNotNull(json.get(key), key));
    assertEquals("map", json.get("protocol").asText());
    assertEquals(4, json.get("pairs").asInt());
    assertEquals(4 * 22 * 15, json.get("cells").asInt());
    assertEquals(24, json.get("contacts").asInt());
    assertEquals(0.1, json.get("threshold").asDouble(), 1e-6);
    assertEquals(rocAuc(COMPLEXES.subList(0, 4)), json.get("roc_auc").asDouble(), 1e-12);
    assertEquals(2, json.get("interval_95").get("groups").asInt());
    assertEquals(4 * 15, json.get("levels").get("base").get("cells").asInt());
  }

  /** The share of pairs of contact and other cell in order, from the scores of the library. */
  private static double rocAuc(List<Complex> complexes) {
    List<Float> contacts = new ArrayList<>();
    List<Float> others = new ArrayList<>();
    try (Backend backend = Backends.open("scalar", new BackendOptions(0, 1), message -> {});
        MapPredictor predictor = new MapPredictor(trained, backend)) {
      for (Complex complex : complexes) {
        predictor.score(
            complex.protein().sequence(),
            complex.rna().sequence(),
            (residue, scores) -> {
              for (int base = 0; base < scores.length; base++) {
                boolean contact = complex.contacts().contains(new Contact(residue, base));
                if (complex.protein().isObserved(residue)) {
                  (contact ? contacts : others).add(scores[base]);
                }
              }
            });
      }
    }
    double won = 0;
    for (float contact : contacts) {
      for (float other : others) {
        won += contact > other ? 1 : contact == other ? 0.5 : 0;
      }
    }
    return won / ((double) contacts.size() * others.size());
  }

  @Test
  void mapProtocol_voteOfAll_leavesTheThresholdOfTheCalibratedMeanAside() throws IOException {
    JsonNode json = json(evaluate("--json", "--vote", "all", "--overlap", "skip", "--quiet"));

    assertEquals(0.5, json.get("threshold").asDouble(), 0);
  }

  @Test
  void mapProtocol_table_showsAllLevelsAndDetailsEachPair() throws IOException {
    Path details = directory.resolve("details.tsv");
    Path plots = directory.resolve("new/plots");
    Result result =
        evaluate("--overlap", "allow", "--details", details, "--plot", plots, "--replicates", 50);

    assertEquals(0, result.exitCode(), result.stderr());
    assertTrue(result.stdout().contains("contacts"), result.stdout());
    assertTrue(result.stdout().contains("residues"), result.stdout());
    assertTrue(result.stdout().contains("bases"), result.stdout());
    assertTrue(result.stdout().matches("(?s).*ROC AUC +0\\.\\d+ \\[0\\.\\d+, 0\\.\\d+].*"));
    assertTrue(result.stderr().contains("warning: 1 of 5 pairs"), result.stderr());
    List<String> lines = Files.readAllLines(details);
    assertEquals(6, lines.size());
    assertTrue(lines.get(5).startsWith("4abc_A_R\tgroup2\t330\t6\t"), lines.get(5));
    for (String name : List.of("roc.png", "pr.png", "reliability.png")) {
      assertTrue(ImageIO.read(plots.resolve(name).toFile()).getWidth() > 100, name);
    }
  }

  @Test
  void paperProtocol_json_saysWhatItIsAndLeavesCalibrationAside() throws IOException {
    Path list = directory.resolve("pairs.lst");
    Files.writeString(list, "pdb\tprotein_chain\trna_chain\n0ABC\tA\tR\n2abc\tA\tR\n9abc\tA\tR\n");
    Result result = evaluate("--json", "--protocol", "paper", "--list", list, "--overlap", "allow");

    JsonNode json = json(result);

    KEYS.forEach(key -> assertNotNull(json.get(key), key));
    assertEquals("paper", json.get("protocol").asText());
    assertTrue(json.get("caveat").asText().contains("bug for bug"));
    assertEquals(5, json.get("window").asInt());
    assertEquals(2, json.get("pairs").asInt());
    assertEquals(12, json.get("contacts").asInt());
    // With calibrated scores, all far below a half, nothing would be called a contact.
    assertTrue(json.get("tp").asInt() + json.get("fp").asInt() > 0, json.toString());
    assertNotNull(json.get("paper_auc"));
    assertTrue(result.stderr().contains("1 of its 3 pairs are not in"), result.stderr());
  }

  @Test
  void paperProtocol_table_startsWithTheCaveat() {
    Result result = evaluate("--protocol", "paper", "--overlap", "skip", "--window", 3);

    assertEquals(0, result.exitCode(), result.stderr());
    assertTrue(result.stdout().startsWith("note: the paper's test, bug for bug"), result.stdout());
    assertTrue(result.stdout().contains("stride 3: 4 pairs"), result.stdout());
  }

  @Test
  void overlap_notAllowed_isRefusedInOneLine() {
    assertOneLine(evaluate("--quiet"), 3, "1 of 5 pairs hold a protein that the model was trained");
  }

  @ParameterizedTest
  @CsvSource({
    "--threshold, 2, --threshold must be from 0 to 1",
    "--window, 3, --window needs --protocol paper",
    "--level, atom, atom",
    "--vote, 3, --vote must be"
  })
  void option_impossible_isAUsageErrorInOneLine(String option, String value, String part) {
    assertOneLine(evaluate("--quiet", "--overlap", "skip", option, value), 2, part);
  }

  @Test
  void list_withALineOfAnotherForm_isNamedWithTheLine() throws IOException {
    Path list = directory.resolve("broken.lst");
    Files.writeString(list, "0abc A R\n1abc A\n");

    assertOneLine(evaluate("--list", list, "--quiet"), 3, "broken.lst: line 2: 2 fields");
  }

  @Test
  void list_ofOtherPairs_isRefused() throws IOException {
    Path list = directory.resolve("other.lst");
    Files.writeString(list, "8abc A R\n");

    assertOneLine(evaluate("--list", list, "--quiet"), 3, "none of its 1 pairs is in");
  }

  @Test
  void data_missing_isOneLine() {
    assertOneLine(
        RibondProcess.run("evaluate", "--model", model, "--data", "no-such-file.jsonl"),
        3,
        "no-such-file.jsonl");
  }

  @Test
  void plotDirectory_thatIsAFile_isOneLineBeforeAnythingElse() {
    assertOneLine(evaluate("--overlap", "skip", "--plot", data), 3, "is a file, not a directory");
  }
}
