package org.ribond.engine.contact.complex;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.engine.file.DataException;

final class ComplexesFileTest {
  private static final String LINE =
      "{\"id\":\"i\",\"structure\":\"s\",\"protein\":{\"chain\":\"A\",\"sequence\":\"MKR\"},"
          + "\"rna\":{\"chain\":\"B\",\"sequence\":\"GCAU\"},\"contacts\":[[0,1],[2,3]],"
          + "\"cutoff\":3.5}";

  @TempDir Path directory;

  private static byte[] golden() throws IOException {
    try (InputStream in = ComplexesFileTest.class.getResourceAsStream("golden.jsonl")) {
      return in.readAllBytes();
    }
  }

  private static List<Complex> read(byte[] bytes) {
    List<Complex> complexes = new ArrayList<>();
    try (ComplexesReader reader = new ComplexesReader("x.jsonl", new ByteArrayInputStream(bytes))) {
      reader.forEachRemaining(complexes::add);
    }
    return complexes;
  }

  private static List<Complex> read(String text) {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void read_goldenFile_everyField() throws IOException {
    List<Complex> complexes = read(golden());

    Complex first = complexes.get(0);
    BitSet missing = new BitSet();
    missing.set(0);
    missing.set(3, 5);
    assertEquals("1abc_A_R", first.id());
    assertEquals("1abc", first.structure());
    assertEquals("A", first.protein().name());
    assertEquals("MKRSX", first.protein().sequence().letters());
    assertEquals(missing, first.protein().unobserved());
    assertEquals("R", first.rna().name());
    assertEquals("GCUUN", first.rna().sequence().letters());
    assertEquals(5, first.rna().observedLength());
    assertEquals(List.of(new Contact(1, 0), new Contact(2, 3)), first.contacts());
    assertEquals(3.5, first.cutoff());
    assertEquals(Optional.of("c1"), first.cluster());
    assertEquals(Optional.empty(), complexes.get(1).cluster());
    assertEquals(List.of(), complexes.get(1).contacts());
    assertEquals(2, complexes.size());
  }

  @Test
  void write_goldenComplexes_goldenBytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    ComplexesFile.write(out, read(golden()));

    assertEquals(
        new String(golden(), StandardCharsets.UTF_8), out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void write_gzTwice_packedAndSameBytesAndReadBack() throws IOException {
    Path one = directory.resolve("one.jsonl.gz");
    Path two = directory.resolve("two.jsonl.gz");
    List<Complex> complexes = read(golden());

    ComplexesFile.write(one, complexes);
    ComplexesFile.write(two, complexes);

    assertEquals((byte) 0x1F, Files.readAllBytes(one)[0]);
    assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(two));
    assertEquals(complexes.size(), ComplexesFile.read(one.toString()).size());
  }

  @Test
  void read_truncatedGzip_isSaidSo() throws IOException {
    Path file = directory.resolve("part.jsonl.gz");
    ComplexesFile.write(file, read(golden()));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));

    String message =
        assertThrows(DataException.class, () -> ComplexesFile.read(file.toString())).getMessage();

    assertTrue(message.startsWith(file + ": "), message);
    assertTrue(message.endsWith("the gzip data end too early: the file is truncated"), message);
  }

  @Test
  void read_emptyFile_isSaidSo() throws IOException {
    Path file = Files.createFile(directory.resolve("empty.jsonl"));

    assertEquals(
        file + ": is empty; expected complexes, one JSON object a line",
        assertThrows(DataException.class, () -> ComplexesFile.read(file.toString())).getMessage());
  }

  @Test
  void read_contactsInAnyOrderAndUnknownFields_accepted() {
    String text =
        LINE.replace("[[0,1],[2,3]]", "[[2,3],[0,1]]")
            .replace("{\"id\"", "{\"note\":{\"a\":[1]},\"id\"");

    assertEquals(List.of(new Contact(0, 1), new Contact(2, 3)), read(text).getFirst().contacts());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      textBlock =
          """
          "id":"i",      | "x":1,                | line 2: has no 'id'
          "id":"i"       | "id":7                | line 2: 'id' is no text
          "structure"    | "other"               | line 2: complex 'i': has no 'structure'
          "protein"      | "peptide"             | line 2: complex 'i': has no 'protein'
          "rna"          | "dna"                 | line 2: complex 'i': has no 'rna'
          "chain":"A"    | "name":"A"            | line 2: complex 'i': 'protein' has no 'chain'
          "contacts"     | "contact"             | line 2: complex 'i': has no 'contacts'; a complex without any has an empty list
          "cutoff":3.5   | "cutoff":-1           | line 2: complex 'i': has no 'cutoff' above zero
          "cutoff":3.5   | "cutoff":"far"        | line 2: complex 'i': 'cutoff' is no number
          "MKR"          | "M-R"                 | line 2: complex 'i': protein A: '-' at position 2 is no letter of a protein
          "GCAU"         | "GCLU"                | line 2: complex 'i': rna B: 'L' at position 3 is no letter of an RNA
          [2,3]          | [3,0]                 | line 2: complex 'i': contact [3, 0] is outside 3 residues x 4 bases
          [2,3]          | [2,4]                 | line 2: complex 'i': contact [2, 4] is outside 3 residues x 4 bases
          [2,3]          | [-1,0]                | line 2: complex 'i': contact [-1, 0] is outside 3 residues x 4 bases
          [2,3]          | [0,1]                 | line 2: complex 'i': contact [0, 1] is there twice
          [2,3]          | [2,3,4]               | line 2: complex 'i': 'contacts' is no list of pairs [i, j] of whole numbers
          [2,3]          | [2,0.5]               | line 2: complex 'i': 'contacts' is no list of pairs [i, j] of whole numbers
          [[0,1],[2,3]]  | 5                     | line 2: complex 'i': 'contacts' is no list of pairs [i, j] of whole numbers
          "MKR"          | "MKR","unobserved":[[0,3]] | line 2: complex 'i': protein A: unobserved [0, 3] is no range within 0 to 2
          "MKR"          | "MKR","unobserved":[[2,2]] | line 2: complex 'i': contact [2, 3] is unobserved
          "cutoff":3.5}  | "cutoff":3.5} {}      | line 2: complex 'i': text after the complex's closing brace
          "id":"i"       | "id":"first"          | line 2: complex 'first': its id is that of line 1
          """)
  void read_brokenLine_oneLineSaysWhereAndWhat(String part, String broken, String message) {
    String text = LINE.replace("\"i\"", "\"first\"") + "\n" + LINE.replace(part, broken) + "\n";

    assertEquals(
        "x.jsonl: " + message, assertThrows(DataException.class, () -> read(text)).getMessage());
  }

  @Test
  void read_mutatedFile_complexesOrOneLine() throws IOException {
    long seed = Long.getLong("ribond.test.seed", System.nanoTime());
    Random random = new Random(seed);
    byte[] golden = golden();
    int accepted = 0;
    for (int round = 0; round < 3000; round++) {
      byte[] bytes = Arrays.copyOf(golden, golden.length - random.nextInt(golden.length / 8));
      for (int change = random.nextInt(4); change > 0; change--) {
        bytes[random.nextInt(bytes.length)] =
            random.nextBoolean()
                ? golden[random.nextInt(golden.length)]
                : (byte) random.nextInt(256);
      }
      try {
        accepted += read(bytes).size();
      } catch (DataException e) {
        assertEquals(1, e.getMessage().lines().count(), "seed " + seed + ": " + e.getMessage());
        assertTrue(e.getMessage().startsWith("x.jsonl: line "), "seed " + seed);
      }
    }
    assertFalse(accepted == 0, "seed " + seed + ": no mutated file was read");
  }
}
