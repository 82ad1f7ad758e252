package org.ribond.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.cli.RibondProcess.Result;
import org.ribond.engine.contact.complex.Chain;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.ComplexesFile;
import org.ribond.engine.contact.complex.Contact;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

/** Networks along whole chains, from labels of residues to predictions. */
class TowersIT {
  @TempDir private static Path directory;
  private static Path data;
  private static Path valid;
  private static Path labels;
  private static Path protein;
  private static Path rna;
  private static Path start;
  private static Path model;

  @BeforeAll
  static void train() throws IOException {
    data = directory.resolve("train.jsonl");
    valid = directory.resolve("valid.jsonl");
    ComplexesFile.write(data, complexes(1, 10));
    ComplexesFile.write(valid, complexes(2, 4));
    labels = directory.resolve("labels.tsv");
    Files.writeString(
        labels,
        """
        id\tsequence\tss\tcons
        a\tMKRWYACDEFMKRWY\tHHHEE----HHHEEC\t0123456789.0190
        b\tACDEFGHIK\t\t987654321
        """);
    protein = Files.writeString(directory.resolve("p.fa"), ">p\nMKRWYACDEFGHKLR\n");
    rna = Files.writeString(directory.resolve("r.fa"), ">r\nGGCAUGNACG\n");
    start = directory.resolve("start.safetensors");
    done(
        "train --family residues --labels ss,cons --channels 8 --epochs 2",
        "--data",
        labels,
        "--out",
        start);
    model = directory.resolve("towers.safetensors");
    done(towers("--from", start, "--out", model));
  }

  private static Object[] towers(Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--family",
                "towers",
                "--channels",
                8,
                "--epochs",
                3,
                "--members",
                2,
                "--data",
                data,
                "--valid",
                valid));
    arguments.addAll(List.of(more));
    return arguments.toArray();
  }

  /** Runs the program, whose first argument may be several with blanks between. */
  private static Result run(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of(String.valueOf(arguments[0]).split(" ", -1)));
    all.addAll(Arrays.asList(arguments).subList(1, arguments.length));
    return RibondProcess.run(all.toArray());
  }

  private static Result done(Object... arguments) {
    Result result = run(arguments);
    assertEquals(0, result.exitCode(), result.stderr());
    return result;
  }

  /** Lysine and arginine touch guanine. */
  private static List<Complex> complexes(int seed, int count) {
    Random random = new Random(seed);
    return IntStream.range(0, count).mapToObj(i -> complex(i, random)).toList();
  }

  private static Complex complex(int number, Random random) {
    Sequence protein = sequence(random, Alphabet.PROTEIN, 40 + number);
    Sequence rna = sequence(random, Alphabet.RNA, 20 + number);
    List<Contact> contacts = new ArrayList<>();
    for (int i = 0; i < protein.length(); i++) {
      for (int j = 0; j < rna.length(); j++) {
        if ("KR".indexOf(protein.letter(i)) >= 0 && rna.letter(j) == 'G') {
          contacts.add(new Contact(i, j));
        }
      }
    }
    String id = (char) ('a' + number) + "abc";
    return new Complex(
        id + "_A_R",
        id,
        new Chain("A", protein, new BitSet()),
        new Chain("R", rna, new BitSet()),
        contacts,
        3.5,
        Optional.empty());
  }

  private static Sequence sequence(Random random, Alphabet alphabet, int length) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < length; i++) {
      letters.append(alphabet.letters().charAt(random.nextInt(alphabet.size())));
    }
    return new Sequence("s", alphabet, letters.toString());
  }

  @Test
  void train_again_givesTheSameBytes() throws IOException {
    Path again = directory.resolve("again.safetensors");

    done(towers("--from", start, "--out", again, "--jobs", 2));

    assertArrayEquals(Files.readAllBytes(model), Files.readAllBytes(again));
  }

  @Test
  void info_tellsBothNetworksAndWhatTheyBeganWith() {
    Result result = done("model info", model);

    assertTrue(result.stdout().contains("family                 towers"), result.stdout());
    assertTrue(result.stdout().contains("residue.channels"), result.stdout());
    assertTrue(result.stdout().contains("base.channels"), result.stdout());
    assertTrue(result.stdout().contains("start.safetensors"), result.stdout());
    assertTrue(result.stdout().contains("prior.contact"), result.stdout());
  }

  @Test
  void evaluate_hasWhatLengthsAloneDo() {
    Result result = done("evaluate --replicates 0", "--model", model, "--data", valid);
    List<String> rows = result.stdout().lines().filter(line -> line.startsWith("lengths")).toList();

    assertEquals(1, rows.size(), result.stdout());
    assertTrue(rows.getFirst().matches("lengths alone: ROC AUC +(0\\.\\d+ *){3}"), rows.getFirst());
  }

  @Test
  void predict_theBestPairs_areThoseOfTheWholeMap() {
    List<String> best =
        done("predict --top 12 -q", "--model", model, protein, rna).stdout().lines().toList();
    List<String> all =
        done("predict --threshold 0 -q", "--model", model, protein, rna).stdout().lines().toList();
    List<String> sorted =
        all.stream()
            .skip(3)
            .sorted(
                Comparator.comparingDouble(
                    (String line) -> -Double.parseDouble(line.split("\t", -1)[6])))
            .limit(12)
            .toList();

    assertEquals(15 * 10 + 3, all.size());
    assertEquals(sorted, best.stream().skip(3).toList());
  }

  @Test
  void predict_asJson_hasScoresOfResiduesAndBases() {
    String line = done("predict --format jsonl -q", "--model", model, protein, rna).stdout();

    assertTrue(line.matches("(?s).*\"residues\":\\[([0-9.E-]+,){14}[0-9.E-]+].*"), line);
    assertTrue(line.matches("(?s).*\"bases\":\\[([0-9.E-]+,){9}[0-9.E-]+].*"), line);
    assertEquals(0, run("predict --vote all -q", "--model", model, protein, rna).exitCode());
  }

  @Test
  void crossvalidate_ofTowers_hasARowForEachFold() {
    Result result =
        done(
            "crossvalidate --family towers --channels 8 --members 1 --epochs 1 --folds 2 -q",
            "--data",
            data,
            "--out",
            directory.resolve("folds"));

    assertTrue(result.stdout().contains("2/2"), result.stdout());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train --family towers --hidden 8 --out x|2|--hidden is for --family window",
        "train --family towers --sampling paper --out x|2|--sampling is for --family window",
        "train --channels 8 --out x|2|--channels is for --family towers",
        "train --family towers --labels ss --out x|2|--labels is for --family residues",
        "train --family towers --channels 7 --out x|2|channels 7 are not even and positive",
        "train --family residues --data {labels} --out x|2|--family residues needs --labels",
        "train --family residues --labels no --data {labels} --out x|3|no column 'no'",
        "train --family residues --labels ss --out x|2|needs --data, a table",
        "train --family residues --labels ss --data {labels} --valid pdb --out x|2|no --valid",
        "train --family towers --from {model} --out x|3|is no network on proteins of the same",
        "train --family towers --from {start} --channels 16 --out x|3|of the same channels",
        "evaluate --model {model},window|3|make no ensemble",
        "evaluate --model {model} --protocol paper|3|along whole chains",
        "predict --model {start} {protein} {rna}|3|predicts no contacts",
        "label --model {model} {labels}|3|predicts contacts of residues and bases",
      })
  void wrong_isOneLineWithTheRightCode(String arguments, int code, String message) {
    Result result =
        run(
            arguments
                .replace("{labels}", labels.toString())
                .replace("{model}", model.toString())
                .replace("{start}", start.toString())
                .replace("{protein}", protein.toString())
                .replace("{rna}", rna.toString()));

    assertEquals(code, result.exitCode(), result.stderr());
    String last = result.stderr().lines().reduce((first, second) -> second).orElse("");
    assertTrue(last.contains(message), result.stderr());
  }
}
