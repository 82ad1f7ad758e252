package org.ribond.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
 * What no command accepts: each case ends with one line that names file, record and line, with its
 * exit code, and leaves every file as it was.
 *
 * <p>In commands and messages {@code {name}} stands for a file of {@link #writeFiles}; {@code
 * {out}} is an output that is there from before.
 */
class BadInputIT {
  private static final Path MODEL =
      Path.of("../engine/src/test/resources/org/ribond/engine/model/model-1.safetensors");
  private static final Path CIF =
      Path.of("../engine/src/test/resources/org/ribond/engine/contact/complex/oddities.cif");
  private static final String COMPLEX =
      """
      {"id":"1abc_A_R","structure":"1abc",\
      "protein":{"chain":"A","sequence":"MKRSMKRSMKWYMKRSMKRS"},\
      "rna":{"chain":"R","sequence":"GCUUGCUUGCUU"},\
      "contacts":[[1,0],[2,3],[3,3],[5,5],[6,6]],"cutoff":3.5}
      """;
  private static final String ATOMS =
      """
      ATOM      1  N   MET A   1       0.000   0.000   0.000  1.00 10.00           N
      ATOM      2  CA  MET A   1       0.000  -1.000   0.000  1.00 10.00           C
      ATOM      3  C   MET A   1       0.000  -2.000   0.000  1.00 10.00           C
      """;

  @TempDir private static Path directory;

  @BeforeAll
  static void writeFiles() throws IOException {
    write("p.fa", ">p1 first\nMKRWYACDEF\nGHIKL\n>p2\nMKRA\n");
    write("r.fa", ">r1\nGACUGACUGA\n>r2 second\nGAUCU\n");
    write("c.jsonl", COMPLEX);
    Files.copy(MODEL, directory.resolve("model"));
    write("out", "from before\n");

    write("empty", "");
    write("blank", " \n\n");
    Files.createDirectory(directory.resolve("folder"));
    write("headless.fa", "\nMKRWY\n");
    write("digit.fa", ">p1\nMKR\n>p2 x\nMK\nM1R\n");
    write("gap.fa", ">r1\nGAC-U\n");
    write("nul.fa", ">p1\nMK\0R\n");
    write("hollow.fa", ">p1\n>p2\nMKR\n");
    write("nameless.fa", "> \nMKR\n");
    write("twice.fa", ">p1\nMKR\n>p1 again\nMKR\n");
    write("cut.fa.gz", cut(gzip(">p1\n" + "MKRWYACDEF\n".repeat(40))));
    write("stub.gz", new byte[] {0x1F, (byte) 0x8B});

    write("range.jsonl", "\n" + COMPLEX.replace("[1,0]", "[20,0]"));
    write("negative.jsonl", COMPLEX.replace("[1,0]", "[1,-1]"));
    write("letter.jsonl", COMPLEX.replace("SMKWY", "SMK1Y"));
    write("swapped.jsonl", COMPLEX.replace("GCUUGCUUGCUU", "GCUUGCUEGCUU"));
    write("twice.jsonl", COMPLEX + COMPLEX);
    write("half.jsonl", COMPLEX.substring(0, 100));
    write("cut.jsonl.gz", cut(gzip(COMPLEX)));

    byte[] model = Files.readAllBytes(MODEL);
    write("cut.model", Arrays.copyOf(model, model.length / 2));
    String text = new String(model, StandardCharsets.ISO_8859_1);
    String later = text.replace("\"format_version\":\"1\"", "\"format_version\":\"7\"");
    assertFalse(later.equals(text), "the model's version is to be another");
    write("later.model", later.getBytes(StandardCharsets.ISO_8859_1));

    write("letter.pdb", ATOMS.replace("-2.000", "   x.0"));
    write("waters.pdb", ATOMS.replace("ATOM  ", "HETATM").replace("MET", "HOH"));
    write("cut.pdb.gz", cut(gzip(ATOMS.repeat(20))));
    String cif = Files.readString(CIF);
    write("row.cif", cif.substring(0, cif.indexOf("3.000", cif.indexOf("HETATM 9"))));

    write("one.fa", ">1abc_A\nMKRS\n");
    write("rna.fa", ">1abc_R\nGCUU\n");
    write("dat", "0 1\n3 2\n");
    write("wide.dat", "0 1\n\n4 2\n");
    write("words.dat", "0 one\n");
    write("five.lst", "one.fa x rna.fa x dat\n");
    write("four.lst", "one.fa x rna.fa x dat\none.fa x rna.fa x\n");
    write("again.lst", "one.fa x rna.fa x dat\none.fa x rna.fa x dat\n");
    write("gone.lst", "one.fa x gone.fa x dat\n");
    write("wide.lst", "one.fa x rna.fa x wide.dat\n");
    write("words.lst", "one.fa x rna.fa x words.dat\n");
    write("swapped.lst", "one.fa x odd.fa x dat\n");
    write("odd.fa", ">1abc_A\nMKRSMKRSGC\n");

    write("pairs", "p1\tr1\np1\tr9\n");
    write("plan.toml", "epochs = 1\nlayers = 3\n");
    write("broken.toml", "epochs = 1\nlr = = 2\n");
  }

  private static void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private static void write(String name, byte[] content) throws IOException {
    Files.write(directory.resolve(name), content);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }

  private static byte[] cut(byte[] packed) {
    return Arrays.copyOf(packed, packed.length - 12);
  }

  /** With the paths of files, which may go on: {@code {p.fa}/x}. */
  private static String filled(String text) {
    return text.replaceAll("\\{([a-z.]+)}", directory.resolve("$1").toString());
  }

  private static List<String> content() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .sorted()
          .map(file -> file + (Files.isDirectory(file) ? "" : " " + hash(file)))
          .toList();
    }
  }

  private static int hash(Path file) {
    try {
      return Arrays.hashCode(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest(name = "{0} | {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          predict {empty} {r.fa} -o {out}             | 3 | {empty}: is empty; expected FASTA records
          predict {blank} {r.fa} -o {out}             | 3 | {blank}: is empty; expected FASTA records
          predict {headless.fa} {r.fa} -o {out}       | 3 | {headless.fa}: line 2: text before the first header
          predict {digit.fa} {r.fa} -o {out}          | 3 | {digit.fa}: line 5: record 'p2', position 4: '1' is no residue
          predict {nul.fa} {r.fa} -o {out}            | 3 | {nul.fa}: line 2: record 'p1', position 3: character U+0000 is no residue
          predict {hollow.fa} {r.fa} -o {out}         | 3 | {hollow.fa}: line 1: record 'p1' is empty
          predict {nameless.fa} {r.fa} -o {out}       | 3 | {nameless.fa}: line 1: header without a name
          predict {twice.fa} {r.fa} -o {out}          | 3 | {twice.fa}: line 3: record 'p1' has the name of the record at line 1
          predict {p.fa} {gap.fa} -o {out}            | 3 | {gap.fa}: line 2: record 'r1', position 4: '-' is a gap
          predict {p.fa} {p.fa} -o {out}              | 3 | {p.fa}: line 2: record 'p1', position 9: 'E' is no base; the record looks like a protein
          predict {r.fa} {r.fa} -o {out}              | 3 | {r.fa}: line 1: record 'r1' looks like an RNA or a DNA
          predict {cut.fa.gz} {r.fa} -o {out}         | 3 | {cut.fa.gz}: the gzip data end too early: the file is truncated
          predict {stub.gz} {r.fa} -o {out}           | 3 | {stub.gz}: the gzip data end too early: the file is truncated
          predict {folder} {r.fa} -o {out}            | 3 | {folder}: is a directory, not a file
          predict {gone} {r.fa} -o {out}              | 3 | {gone}: no such file
          predict {p.fa}/x {r.fa} -o {out}            | 3 | {p.fa}/x: cannot be read: Not a directory
          predict {p.fa} {r.fa} --pairs {pairs}       | 3 | {pairs}: line 2: no RNA in the FASTA file is named 'r9'
          predict {p.fa} {r.fa} --pairs {p.fa}        | 3 | {p.fa}: line 1: expected a protein's name, a tab and an RNA's name
          predict {p.fa} {r.fa} -o {folder}           | 3 | {folder}: is a directory, not a file to write
          predict {p.fa} {r.fa} -o {p.fa}/x           | 3 | {p.fa}/x: cannot be written: {p.fa} is a file, not a directory
          predict {p.fa} {r.fa} -o {gone}/x           | 3 | {gone}/x: no such directory to write to
          predict {p.fa} {r.fa} --plot {p.fa}/x       | 3 | {p.fa}/x: cannot be made: Not a directory
          predict - - -o {out}                        | 2 | standard input (-) can be read for one input only
          predict {p.fa} {r.fa} --backend abacus      | 2 | --backend abacus is none of auto, scalar, vector, opencl, cuda
          predict {p.fa} {r.fa} --device 99           | 4 | no backend starts
          predict {p.fa} {r.fa} --threads 0           | 2 | --threads 0 is not from 1 to 1024
          predict {p.fa} {r.fa} --threads 100000      | 2 | --threads 100000 is not from 1 to 1024
          predict {p.fa} {r.fa} --threshold -1        | 2 | --threshold -1.0 is not between 0 and 1
          predict {p.fa} {r.fa} @{p.fa}               | 2 | argument '@{p.fa}' is one too many
          """)
  void predict_bad_isRefusedInOneLine(String command, int exitCode, String message)
      throws IOException {
    refused(command + " --model {model} -q", exitCode, message);
  }

  @ParameterizedTest(name = "{0} | {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          predict {p.fa} {r.fa} -o {out} --model {cut.model}   | 3 | {cut.model}: is truncated
          evaluate --data {c.jsonl} --model {cut.model}        | 3 | {cut.model}: is truncated
          model export --format csv -o {out} {cut.model}       | 3 | {cut.model}: is truncated
          model info {cut.model}                               | 3 | {cut.model}: is truncated
          predict {p.fa} {r.fa} -o {out} --model {later.model} | 3 | {later.model}: is a model of format version '7'; this Ribond reads version 1
          evaluate --data {c.jsonl} --model {later.model}      | 3 | {later.model}: is a model of format version '7'
          model export --format csv -o {out} {later.model}     | 3 | {later.model}: is a model of format version '7'
          model info {later.model}                             | 3 | {later.model}: is a model of format version '7'
          model info {p.fa}                                    | 3 | {p.fa}: is no safetensors file
          model info {empty}                                   | 3 | {empty}: is no safetensors file
          model info {folder}                                  | 3 | {folder}: is a directory, not a file
          model info {gone}                                    | 3 | {gone}: no such model file
          model export --format csv -o {p.fa}/x {model}        | 3 | {p.fa}/x: cannot be written
          model export --format csv -o {folder} {model}        | 3 | {folder}: is a directory, not a file to write
          model export --format onyx {model}                   | 2 | Invalid value for option '--format'
          model import {model}                                 | 2 | 'import' is no command; there are info, export
          """)
  void model_bad_isRefusedInOneLine(String command, int exitCode, String message)
      throws IOException {
    refused(command, exitCode, message);
  }

  /** Every command that reads complexes reads them alike. */
  @ParameterizedTest(name = "{0} | {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          dataset info {empty}                             | 3 | {empty}: is empty; expected complexes
          dataset info {p.fa}                              | 3 | {p.fa}: line 4: record 'p2' has no label in its header
          dataset info {p.fa} --task contact               | 3 | {p.fa}: line 1: is no JSON object
          dataset info {half.jsonl}                        | 3 | {half.jsonl}: line 1: complex '1abc_A_R': is not valid JSON
          dataset info {range.jsonl}                       | 3 | {range.jsonl}: line 2: complex '1abc_A_R': contact [20, 0] is outside 20 residues x 12 bases
          dataset info {negative.jsonl}                    | 3 | {negative.jsonl}: line 1: complex '1abc_A_R': contact [1, -1] is outside
          dataset info {letter.jsonl}                      | 3 | {letter.jsonl}: line 1: complex '1abc_A_R': protein A: '1' at position 11
          dataset info {swapped.jsonl}                     | 3 | {swapped.jsonl}: line 1: complex '1abc_A_R': rna R: 'E' at position 8
          dataset info {twice.jsonl}                       | 3 | {twice.jsonl}: line 2: complex '1abc_A_R': its id is that of line 1
          dataset info {cut.jsonl.gz}                      | 3 | {cut.jsonl.gz}: the gzip data end too early: the file is truncated
          dataset info {folder}                            | 3 | {folder}: is a directory, not a file
          dataset info {gone}                              | 3 | {gone}: no such file
          dataset split {range.jsonl} -o {out}             | 3 | {range.jsonl}: line 2: complex '1abc_A_R': contact [20, 0]
          dataset split {c.jsonl} -o {p.fa}/x              | 3 | {p.fa}/x.train.jsonl.gz: cannot be written
          dataset split {c.jsonl} -o {out} --folds 2       | 2 | --folds 2 is more than there are: 1 homology group
          dataset split {c.jsonl} -o {out} --fractions 1,1 | 2 | --fractions takes three parts with sum 1
          dataset audit {c.jsonl} {range.jsonl}            | 3 | {range.jsonl}: line 2: complex '1abc_A_R': contact [20, 0]
          dataset audit {cut.jsonl.gz} {c.jsonl}           | 3 | {cut.jsonl.gz}: the gzip data end too early
          dataset audit - -                                | 2 | standard input (-) can be read for one input only
          evaluate --model {model} --data {range.jsonl}    | 3 | {range.jsonl}: line 2: complex '1abc_A_R': contact [20, 0]
          evaluate --model {model} --data {folder}         | 3 | {folder}: is a directory, not a file
          evaluate --model {model} --data {empty}          | 3 | {empty}: is empty; expected complexes
          evaluate --model {model} --data {cut.jsonl.gz}   | 3 | {cut.jsonl.gz}: the gzip data end too early
          evaluate --model {model} --data {c.jsonl} --details {p.fa}/x | 3 | {p.fa}/x: cannot be written
          evaluate --model {model} --data {c.jsonl} --list {pairs} | 3 | {pairs}: line 1: 2 fields; expected three
          train --out {out} --data {range.jsonl}           | 3 | {range.jsonl}: line 2: complex '1abc_A_R': contact [20, 0]
          train --out {out} --data {swapped.jsonl}         | 3 | {swapped.jsonl}: line 1: complex '1abc_A_R': rna R: 'E'
          train --out {out} --data {cut.jsonl.gz}          | 3 | {cut.jsonl.gz}: the gzip data end too early
          train --out {out} --data {empty}                 | 3 | {empty}: is empty; expected complexes
          train --out {out} --data {folder}                | 3 | {folder}: is a directory, not a file
          train --out {out} --data {c.jsonl} --valid {range.jsonl} | 3 | {range.jsonl}: line 2: complex '1abc_A_R': contact [20, 0]
          train --out {folder} --data {c.jsonl}            | 3 | {folder}: is a directory, not a file to write
          train --out {p.fa}/x --data {c.jsonl}            | 3 | {p.fa}/x: cannot be written
          train --out {out} --data {c.jsonl} --members 0   | 2 | members 0 is not at least 1
          train --out {out} --data {c.jsonl} --window 4    | 2 | residue window 4 is not odd and positive
          train --out {out} --data {c.jsonl} --hidden 2000000000 | 2 | weights, more than 100000000
          train --out {out} --data {c.jsonl} --negatives-per-contact 2000000000 | 2 | are more than 10000
          train --out {out} --data {c.jsonl} --backend abacus | 2 | --backend abacus is none of
          train --out {out} --plan {plan.toml}             | 3 | {plan.toml}: 'layers' is no option of train
          train --out {out} --plan {broken.toml}           | 3 | {broken.toml}: line 2: Unknown token
          """)
  void complexes_bad_areRefusedInOneLine(String command, int exitCode, String message)
      throws IOException {
    refused(command, exitCode, message);
  }

  @ParameterizedTest(name = "{0} | {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          dataset build -o {out} {empty}                  | 3 | {empty}: is empty; expected a structure
          dataset build -o {out} {p.fa}                   | 3 | {p.fa}: is no structure: neither PDB records nor an mmCIF data block
          dataset build -o {out} {folder}                 | 3 | {folder}: holds no structure files
          dataset build -o {out} {gone}                   | 3 | {gone}: no such file
          dataset build -o {out} {letter.pdb}             | 3 | {letter.pdb}: line 3: 'x.0' is no coordinate
          dataset build -o {out} {row.cif}                | 3 | {row.cif}: line 55: has 11 values for the 16 columns of atom_site
          dataset build -o {out} {waters.pdb}             | 3 | {waters.pdb}: has no atoms of a protein or an RNA
          dataset build -o {out} {cut.pdb.gz}             | 3 | {cut.pdb.gz}: the gzip data end too early: the file is truncated
          dataset build -o {folder} {letter.pdb}          | 3 | {folder}: is a directory, not a file to write
          dataset build -o {p.fa}/x {letter.pdb}          | 3 | {p.fa}/x: cannot be written
          dataset build -o {out} --cutoff 0 {letter.pdb}  | 2 | --cutoff 0.0 is not above 0 and at most 100 angstrom
          dataset build -o {out} --jobs 0 {letter.pdb}    | 2 | --jobs 0 is not from 1 to 1024
          dataset import -o {out} --list {empty}          | 3 | {empty}: is empty; expected lines of five file names
          dataset import -o {out} --list {folder}         | 3 | {folder}: is a directory, not a file
          dataset import -o {out} --list {four.lst}       | 3 | {four.lst}: line 2: has 4 fields; expected 5
          dataset import -o {out} --list {again.lst}      | 3 | {again.lst}: line 2: a second pair '1abc_A_R'
          dataset import -o {out} --list {gone.lst}       | 3 | {gone.fa}: no such file
          dataset import -o {out} --list {wide.lst}       | 3 | {wide.dat}: line 3: contact [4, 2] is outside 4 residues x 4 bases
          dataset import -o {out} --list {words.lst}      | 3 | {words.dat}: line 1: '0 one' is no contact
          dataset import -o {out} --list {swapped.lst}    | 3 | {odd.fa}: line 1: record '1abc_A' looks like a protein
          dataset import -o {folder} --list {five.lst}    | 3 | {folder}: is a directory, not a file to write
          dataset import -o {out}                         | 2 | Missing required option: '--list=FILE'
          dataset bild {empty}                            | 2 | 'bild' is no command; there are build, import, info, split, audit
          """)
  void structuresAndLists_bad_areRefusedInOneLine(String command, int exitCode, String message)
      throws IOException {
    refused(command, exitCode, message);
  }

  private static void refused(String command, int exitCode, String message) throws IOException {
    List<String> before = content();

    Result result = RibondProcess.run((Object[]) filled(command).split(" ", -1));

    assertEquals(exitCode, result.exitCode(), result.stderr());
    assertEquals("", result.stdout());
    assertEquals(1, result.stderr().lines().count(), result.stderr());
    String expected = "ribond: " + filled(message);
    assertTrue(
        exitCode == ExitCode.DATA
            ? result.stderr().startsWith(expected)
            : result.stderr().contains(filled(message)),
        () -> "expected:\n" + expected + "\nfound:\n" + result.stderr());
    assertEquals(before, content());
  }

  @ParameterizedTest
  @CsvSource({
    "predict {p.fa} {r.fa} --all -q --model {model}",
    "model export {model} --format csv -q",
    "evaluate -q --data {c.jsonl} --model {model}",
    "dataset info {c.jsonl}",
    "dataset import -q --list {five.lst}",
    "dataset audit -q {c.jsonl} {c.jsonl}"
  })
  void standardOutput_closedByItsReader_endsQuietly(String command) throws IOException {
    Result result = shell(command + " | true");

    assertEquals("", result.stderr());
    assertEquals(0, result.exitCode());
  }

  @ParameterizedTest
  @CsvSource({
    "predict {p.fa} {r.fa} -q --model {model}",
    "model info {model}",
    "dataset info {c.jsonl} --json"
  })
  void standardOutput_onAFullDisk_isSaidInOneLine(String command) throws IOException {
    assumeTrue(Files.isWritable(Path.of("/dev/full")), "skipped: there is no /dev/full");

    Result result = shell(command + " > /dev/full");

    assertEquals(3, result.exitCode());
    assertTrue(
        result.stderr().startsWith("ribond: standard output cannot be written: "), result.stderr());
    assertEquals(1, result.stderr().lines().count(), result.stderr());
  }

  @Test
  void fileNames_beyondAscii_areFoundInTheLocaleC() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("folder"));
    Path proteins = Files.writeString(folder.resolve("prot\u00E9ine.fa"), ">p1\nMKR\n");

    Result result =
        shell("predict " + proteins + " {r.fa} -q --model {model} | wc -l", "LC_ALL", "C");
    Files.delete(proteins);

    assertEquals("", result.stderr());
    assertEquals("23", result.stdout().strip());
  }

  /** Runs a command line in a shell, whose exit code is the first that is not 0. */
  private static Result shell(String command, String... variable) throws IOException {
    ProcessBuilder builder = RibondProcess.builder();
    builder.command(
        "bash", "-c", "set -o pipefail; '" + RibondProcess.launcher() + "' " + filled(command));
    if (variable.length > 0) {
      builder.environment().put(variable[0], variable[1]);
    }
    return RibondProcess.finish(builder, new byte[0]);
  }
}
