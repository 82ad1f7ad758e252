package org.ribond.engine.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.engine.file.DataException;

final class FastaReaderTest {
  @TempDir Path directory;

  private static List<Sequence> read(String text, Alphabet alphabet) {
    return read(text.getBytes(StandardCharsets.UTF_8), alphabet);
  }

  private static List<Sequence> read(byte[] bytes, Alphabet alphabet) {
    List<Sequence> sequences = new ArrayList<>();
    try (FastaReader reader = new FastaReader("x.fa", new ByteArrayInputStream(bytes), alphabet)) {
      reader.forEachRemaining(sequences::add);
    }
    return sequences;
  }

  private static String message(String text, Alphabet alphabet) {
    return assertThrows(DataException.class, () -> read(text, alphabet)).getMessage();
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void read_manyWrappedRecords_namesAndLetters() {
    List<Sequence> sequences =
        read("\n>sp|P1 some protein\r\nMKV\r\nla g\r\n\r\n>two\nW*M*\n", Alphabet.PROTEIN);

    assertEquals(List.of("sp|P1", "two"), sequences.stream().map(Sequence::name).toList());
    assertEquals(List.of("MKVLAG", "W*M"), sequences.stream().map(Sequence::letters).toList());
  }

  @Test
  void read_lastLineWithoutEnd_isPartOfTheRecord() {
    assertEquals("ACGU", read("\uFEFF> r \nAC\nGU", Alphabet.RNA).getFirst().letters());
  }

  @Test
  void read_dnaAndAmbiguousLetters_codesAsDesigned() {
    Sequence sequence = read(">r\ntUnRg\n", Alphabet.RNA).getFirst();

    assertEquals(
        List.of(3, 3, 4, 4, 2),
        List.of(
            sequence.code(0),
            sequence.code(1),
            sequence.code(2),
            sequence.code(3),
            sequence.code(4)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          RNA     | ""                | x.fa: is empty; expected FASTA records
          RNA     | "~ ~"             | x.fa: is empty; expected FASTA records
          RNA     | "~ACGU~"          | x.fa: line 2: text before the first header; FASTA records begin with a line '>name'
          RNA     | ">a~AC~>b~~>c~A"  | x.fa: line 3: record 'b' is empty: no sequence after its header
          RNA     | ">a~AC~>b"        | x.fa: line 3: record 'b' is empty: no sequence after its header
          RNA     | "> ~AC"           | x.fa: line 1: header without a name after '>'
          RNA     | ">a~AC~>b~G~>a~U" | x.fa: line 5: record 'a' has the name of the record at line 1; names must differ
          RNA     | ">a~AC~GL"        | x.fa: line 3: record 'a', position 4: 'L' is no base; the record looks like a protein, but an RNA is expected
          RNA     | ">a~AC~G1"        | x.fa: line 3: record 'a', position 4: '1' is no base
          RNA     | ">a~AC-G"         | x.fa: line 2: record 'a', position 3: '-' is a gap; give the sequence without gaps
          PROTEIN | ">a~MK?"          | x.fa: line 2: record 'a', position 3: '?' is no residue
          PROTEIN | ">a~MKé"          | x.fa: line 2: record 'a', position 3: character U+00E9 is no residue
          PROTEIN | ">a~**"           | x.fa: line 1: record 'a' is empty: no sequence after its header
          RNA     | ">a~AC(PSU)G"     | x.fa: line 2: record 'a', position 3: '(' is no base; give a modified one, such as (PSU), as the letter of its parent
          PROTEIN | ">a d~GGCuu~acgta"| x.fa: line 1: record 'a' looks like an RNA or a DNA (all of its 10 letters are of ACGTU), but a protein is expected
          RNA     | ">a~MKRSMKRSGC"    | x.fa: line 1: record 'a' looks like a protein (most of its 10 letters are none of ACGTUN), but an RNA is expected
          """)
  void read_brokenText_oneLineSaysWhereAndWhat(Alphabet alphabet, String text, String message) {
    assertEquals(message, message(text.replace('~', '\n'), alphabet));
  }

  @Test
  void read_shortPeptideOfNucleicLetters_isAccepted() {
    assertEquals("GGCAAGTAC", read(">a\nGGCAAGTAC\n", Alphabet.PROTEIN).getFirst().letters());
  }

  @Test
  void read_earlierRecordsOfABrokenFile_areDelivered() {
    byte[] text = ">a\nAC\n>b\nA!\n".getBytes(StandardCharsets.UTF_8);
    try (FastaReader reader =
        new FastaReader("x.fa", new ByteArrayInputStream(text), Alphabet.RNA)) {
      assertEquals("AC", reader.next().letters());
      assertTrue(reader.hasNext());
      assertThrows(DataException.class, reader::next);
    }
  }

  @Test
  void next_afterTheLast_noSuchElement() {
    byte[] text = ">a\nAC\n".getBytes(StandardCharsets.UTF_8);
    try (FastaReader reader =
        new FastaReader("x.fa", new ByteArrayInputStream(text), Alphabet.RNA)) {
      reader.next();
      assertFalse(reader.hasNext());
      assertThrows(NoSuchElementException.class, reader::next);
    }
  }

  @Test
  void open_gzipUnderAnyName_isUnpacked() throws IOException {
    Path file = directory.resolve("packed.fa");
    Files.write(file, gzip(">a\nACGU\n"));

    assertEquals("ACGU", FastaReader.readAll(file.toString(), Alphabet.RNA).getFirst().letters());
  }

  @Test
  void read_truncatedGzip_isSaidSo() throws IOException {
    byte[] whole = gzip(">a\n" + "ACGUUGCA\n".repeat(500));
    byte[] part = Arrays.copyOf(whole, whole.length - 12);
    Path file = directory.resolve("part.fa.gz");
    Files.write(file, part);

    String message =
        assertThrows(DataException.class, () -> FastaReader.readAll(file.toString(), Alphabet.RNA))
            .getMessage();

    assertTrue(message.startsWith(file + ": "), message);
    assertTrue(message.endsWith("the gzip data end too early: the file is truncated"), message);
  }

  @Test
  void read_randomBytes_sequencesOrDataException() {
    long seed = Long.getLong("ribond.test.seed", System.nanoTime());
    Random random = new Random(seed);
    byte[] alphabet = ">>>ACGUTNacguEFILPQ*-.;\n\n\n\r\t 19\u00E9".getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 2000; round++) {
      byte[] bytes = new byte[random.nextInt(60)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] =
            random.nextInt(50) == 0
                ? (byte) random.nextInt(256)
                : alphabet[random.nextInt(alphabet.length)];
      }
      try {
        for (Sequence sequence : read(bytes, Alphabet.RNA)) {
          assertFalse(sequence.letters().isEmpty(), "seed " + seed);
        }
      } catch (DataException e) {
        assertEquals(1, e.getMessage().lines().count(), "seed " + seed + ": " + e.getMessage());
      }
    }
  }

  @Test
  void read_repeatsOfFewLetters_areTakenAtTheirWord() {
    assertEquals("GAGAGAGAGAGA", read(">a\nGAGAGAGAGAGA\n", Alphabet.PROTEIN).getFirst().letters());
    assertEquals("YRYRYRYRYRYR", read(">a\nYRYRYRYRYRYR\n", Alphabet.RNA).getFirst().letters());
  }
}
