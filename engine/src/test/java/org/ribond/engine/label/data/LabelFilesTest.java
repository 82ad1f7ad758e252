package org.ribond.engine.label.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.engine.file.DataException;
import org.ribond.engine.label.data.LabelOptions.Target;

final class LabelFilesTest {
  private static final long SEED = Long.getLong("ribond.test.seed", 1);
  private static final LabelOptions CLASSES = LabelOptions.DEFAULT;
  private static final LabelOptions NUMBERS = LabelOptions.DEFAULT.with(Target.NUMBER);

  @TempDir Path directory;

  private static LabelData read(String text, LabelOptions options) {
    return LabelFiles.read("x", in(text), options);
  }

  private static ByteArrayInputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String message(String text, LabelOptions options) {
    return assertThrows(DataException.class, () -> read(text, options)).getMessage();
  }

  private static LabelOptions pattern(String pattern) {
    return new LabelOptions(
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Target.CLASS,
        Optional.empty(),
        Optional.of(Pattern.compile(pattern)),
        Optional.empty());
  }

  private static List<String> letters(LabelData data) {
    List<String> letters = new ArrayList<>();
    for (int i = 0; i < data.size(); i++) {
      letters.add(data.letters(i));
    }
    return letters;
  }

  @Test
  void read_tsv_hasEverythingOfTheTable() {
    LabelData data =
        read(
            String.join(
                "\r\n",
                "id\tlabel\tsequence\tsplit",
                "a\tpos\tACGT\ttrain",
                "",
                "b\tneg\tac nt\tdev",
                "\tpos\tGGG\ttest",
                ""),
            CLASSES);

    assertEquals(List.of("ACGT", "ACNT", "GGG"), letters(data));
    assertEquals(List.of("neg", "pos"), data.classes().names());
    assertArrayEquals(new int[] {1, 0, 1}, data.classes().labels());
    assertEquals("a", data.name(0));
    assertEquals("row 3", data.name(2));
    assertEquals(Optional.of(Part.VALID), data.part(1));
    assertEquals(Molecule.DNA, data.molecule());
    assertArrayEquals(new byte[] {0, 1, 4, 3}, data.codes(1));
    assertEquals(Optional.empty(), data.commonLength());
    assertEquals(List.of("GGG"), letters(data.part(Part.TEST)));
    assertArrayEquals(new int[] {1}, data.part(Part.TEST).classes().labels());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "Seq,Class\\nACGU,1\\nUUUU,0",
        "\"Seq\";\"Class\"\\n\"ACGU\";1\\nUUUU;\"0\"",
        "class\tseq\\n1\tACGU\\n0\tUUUU",
        ">a|1\\nAC\\nGU\\n>b|0\\nuuuu",
        ">a x 1\\nACGU\\n\\n>b y 0\\nUU UU",
        ">a label=1 x\\nACGU\\n>b|class=0|y|3\\nUUUU"
      })
  void read_otherForms_giveTheSame(String text) {
    LabelData data = read(text.replace("\\n", "\n"), CLASSES);

    assertEquals(List.of("ACGU", "UUUU"), letters(data));
    assertEquals(List.of("0", "1"), data.classes().names());
    assertArrayEquals(new int[] {1, 0}, data.classes().labels());
    assertEquals(Molecule.RNA, data.molecule());
    assertFalse(data.hasParts());
    assertEquals(Optional.of(4), data.commonLength());
  }

  @Test
  void read_csvFieldsInQuotes_keepCommasAndQuotes() {
    LabelData data = read("sequence,label\nACGT,\"a, \"\"b\"\"\"\nACGT,\"\"\"\"\nA,c\n", CLASSES);

    assertEquals(List.of("\"", "a, \"b\"", "c"), data.classes().names());
  }

  @Test
  void read_fastaWithPatternAndSplit_takesItsGroup() {
    LabelData data =
        read(">a kind:x; split=train\nACGT\n>b kind:y; split=test\nACGT\n", pattern("kind:(\\w+)"));

    assertEquals(List.of("x", "y"), data.classes().names());
    assertEquals(Optional.of(Part.TEST), data.part(1));
  }

  @Test
  void read_wholeNumbersAsClasses_areInTheirOrder() {
    assertEquals(
        List.of("-1", "2", "10"), read("seq,label\nA,10\nC,2\nG,-1\n", CLASSES).classes().names());
    assertEquals(
        List.of("10", "2", "x"), read("seq,label\nA,10\nC,2\nG,x\n", CLASSES).classes().names());
  }

  @Test
  void read_numbersOfSeveralColumns_missingOnesAreNaN() {
    LabelData data =
        read(
            "seq\tlow\thigh\nACGT\t1.5\t-2e3\nACGT\tNA\t.5\nACGT\t\t+7.\n",
            NUMBERS.withLabelColumns(List.of("high", "low")));

    assertEquals(List.of("high", "low"), data.numbers().names());
    assertArrayEquals(new float[] {-2000, 0.5f, 7}, data.numbers().column(0));
    assertArrayEquals(new float[] {1.5f, Float.NaN, Float.NaN}, data.numbers().column(1));
    assertThrows(IllegalStateException.class, data::classes);
  }

  @ParameterizedTest
  @CsvSource({
    "ACGTRYN, DNA",
    "ACGUNNN, RNA",
    "AAAA, DNA",
    "MKVLAGW*, PROTEIN",
    "ACGTEFILPQ, PROTEIN"
  })
  void read_untoldLetters_areRecognised(String letters, Molecule expected) {
    LabelData data = read("seq,label\n" + letters + ",a\n" + letters + ",b\n", CLASSES);

    assertEquals(expected, data.molecule());
  }

  @Test
  void read_dnaAndRna_haveTheSameCodes() {
    LabelData data = read("seq,label\nACGTT,a\nACGUU,b\n", CLASSES);

    assertArrayEquals(data.codes(0), data.codes(1));
    assertTrue(Molecule.RNA.reads(Molecule.DNA));
    assertFalse(Molecule.RNA.reads(Molecule.PROTEIN));
    assertEquals('T', Molecule.DNA.letter(3));
    assertEquals('N', Molecule.RNA.letter(4));
  }

  @Test
  void read_emptyFile_isAnError() {
    assertEquals(
        "x: is empty; expected FASTA records or a table with a header", message("\n\n", CLASSES));
    assertEquals("x: holds a header but no record", message("seq\tlabel\n", CLASSES));
  }

  @Test
  void read_missingColumn_namesThoseThatAre() {
    assertEquals(
        "x: line 1: no column of sequences (sequence, seq); there are: id, dna, label",
        message("id\tdna\tlabel\n1\tA\tx\n", CLASSES));
    assertEquals(
        "x: line 2: no column 'y'; there are: seq, label",
        message("\nseq,label\n", CLASSES.withLabelColumns(List.of("y"))));
    assertEquals(
        "x: line 1: no column of labels (label, class, target); there are: seq, y",
        message("seq,y\nA,1\n", CLASSES));
  }

  @Test
  void read_brokenRows_areErrorsWithLineAndRecord() {
    assertEquals(
        "x: line 3: 1 fields, but the header names 2 columns",
        message("seq,label\nACGT,a\nACGT\n", CLASSES));
    assertEquals(
        "x: line 2: record 'row 1' has an empty sequence", message("seq,label\n ,a\n", CLASSES));
    assertEquals("x: line 3: record 'row 2': no label", message("seq,label\nA,a\nC,\n", CLASSES));
    assertEquals(
        "x: all 2 records are of one class, 'a'; needed are at least two",
        message("seq,label\nA,a\nC,a\n", CLASSES));
    assertEquals(
        "x: line 2: record 'row 1': '1,5' is no number", message("seq\tlabel\nA\t1,5\n", NUMBERS));
    assertEquals(
        "x: line 2: record 'row 1': '1e99' is no number",
        message("seq\tlabel\nA\t1e99\n", NUMBERS));
    assertEquals(
        "x: column 'label' holds no number at all", message("seq\tlabel\nA\tNA\n", NUMBERS));
    assertEquals(
        "x: line 2: a double quote is not closed on its line",
        message("seq,label\n\"A,a\n", CLASSES));
    assertEquals(
        "x: line 2: 'holdout' is no part of a split; known are train, valid and test",
        message("seq,label,split\nA,a,holdout\n", CLASSES));
  }

  @Test
  void read_brokenFasta_isAnErrorWithLineAndRecord() {
    assertEquals(
        "x: line 3: record 'b|0' is empty: no sequence after its header",
        message(">a|1\nACGT\n>b|0\n>c|0\nA\n", CLASSES));
    assertEquals(
        "x: line 1: record 'a' has no label in its header", message(">a\nACGT\n", CLASSES));
    assertEquals(
        "x: line 1: record 'a' has no label in its header that 'k=(.)' would find",
        message(">a 1\nACGT\n", pattern("k=(.)")));
    assertEquals("x: line 2: header without a name after '>'", message("\n> \nA\n", CLASSES));
    assertEquals(
        "x: line 3: record 'b': some records name a part of the split, others do not",
        message(">a split=train 1\nACGT\n>b 2\nA\n", CLASSES));
  }

  @Test
  void read_lettersOutsideTheAlphabet_areErrorsWithPosition() {
    assertEquals(
        "x: line 4: record 'b', position 6: 'E' is no base; the record looks like a protein, but a"
            + " DNA is expected",
        message(">b 1\nACGT\n\nAE\n>c 0\nACGT\n", CLASSES));
    assertEquals(
        "x: line 2: record 'row 1', position 3: '-' is a gap; give the sequence without gaps",
        message("seq,label\nAC-T,1\n", CLASSES));
    assertEquals(
        "x: line 2: record 'row 1', position 2: '5' is no base and no residue",
        message("seq,label\nA5,1\n", CLASSES));
    assertEquals(
        "x: line 2: record 'row 1', position 2: 'L' is no base; the record looks like a protein,"
            + " but an RNA is expected",
        message("seq,label\nMLL,1\n", CLASSES.with(Molecule.RNA)));
    assertEquals(
        "x: line 2: record 'row 1', position 2: character U+00C4 is no residue",
        message("seq,label\nM\u00C4,1\n", CLASSES.with(Molecule.PROTEIN)));
  }

  @Test
  void read_labelThatAModelDoesNotKnow_isAnError() {
    assertEquals(
        "x: line 3: record 'row 2': label 'c' was never seen in training; known are b, a",
        message("seq,label\nA,a\nA,c\n", CLASSES.withClasses(List.of("b", "a"))));
    LabelData data = read("seq,label\nA,a\nC,a\n", CLASSES.withClasses(List.of("b", "a")));
    assertArrayEquals(new int[] {1, 1}, data.classes().labels());
  }

  @Test
  void readClasses_fileForEachClass_isNamedAfterIt() throws IOException {
    Path first = directory.resolve("donor.fa.gz");
    Path second = directory.resolve("none.x.fasta");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(">a\nACGT\n>b\nAAAA\n".getBytes(StandardCharsets.UTF_8));
    }
    Files.write(first, bytes.toByteArray());
    Files.writeString(second, ">a\nCCCC\n");

    LabelData data = LabelFiles.readClasses(List.of(second.toString(), first.toString()), CLASSES);

    assertEquals(List.of("donor", "none.x"), data.classes().names());
    assertArrayEquals(new int[] {1, 0, 0}, data.classes().labels());

    Files.writeString(second, ">a\nCCCC\n>b\nCC?C\n");
    String message =
        assertThrows(
                DataException.class,
                () -> LabelFiles.readClasses(List.of(second.toString()), CLASSES))
            .getMessage();
    assertEquals(
        second + ": line 4: record 'b', position 3: '?' is no base and no residue", message);
  }

  @Test
  void write_classesAndNumbers_areReadAgain() {
    LabelData classes =
        read("id,seq,label,split\na,ACGN,x y,train\nb,GG,z,valid\nc,TT,z,test\n", CLASSES);
    Path file = directory.resolve("a.tsv.gz");
    LabelFiles.write(file, classes);
    LabelData again = LabelFiles.read(file.toString(), CLASSES);
    assertEquals(letters(classes), letters(again));
    assertEquals(classes.classes().names(), again.classes().names());
    assertArrayEquals(classes.classes().labels(), again.classes().labels());
    assertEquals(classes.part(2), again.part(2));
    assertEquals("b", again.name(1));

    LabelData numbers =
        read("seq,p,q\nMKV,0.1,\nWWW,NA,3\n", NUMBERS.withLabelColumns(List.of("p", "q")));
    Path plain = directory.resolve("b.tsv");
    LabelFiles.write(plain, numbers);
    LabelData same = LabelFiles.read(plain.toString(), NUMBERS.withLabelColumns(List.of("p", "q")));
    assertArrayEquals(numbers.numbers().values(), same.numbers().values());
    assertEquals("row 2", same.name(1));
  }

  @Test
  void records_oneAtATime_comeBeforeTheBrokenOne() {
    try (LabelRecords records =
        new LabelRecords("x", in(">a\nAC\n>b\nA-\n"), CLASSES.with(Target.NONE))) {
      LabelRecord first = records.next();
      assertEquals("AC", first.letters());
      assertEquals(1, first.line());
      assertEquals(
          "x: line 4: record 'b', position 2: '-' is a gap; give the sequence without gaps",
          assertThrows(DataException.class, records::hasNext).getMessage());
    }
  }

  /** More letters than a chunk holds, in pieces that do not divide it. */
  @Test
  void read_letterPoolOverSeveralChunks_keepsEachLetter() {
    Random random = new Random(SEED);
    StringBuilder text = new StringBuilder("seq\tlabel\n");
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      char[] letters = new char[50_000 + random.nextInt(30_000)];
      for (int j = 0; j < letters.length; j++) {
        letters[j] = "ACGT".charAt(random.nextInt(4));
      }
      expected.add(new String(letters));
      text.append(letters).append('\t').append(i % 2).append('\n');
    }

    LabelData data = read(text.toString(), CLASSES);

    assertEquals(expected, letters(data));
    int longest = expected.stream().mapToInt(String::length).max().orElseThrow();
    assertEquals(longest, data.longest());
    for (int i = 0; i < data.size(); i++) {
      int last = data.length(i) - 1;
      assertEquals("ACGT".indexOf(expected.get(i).charAt(last)), data.code(i, last));
    }
  }

  /** A reader meets anything: it answers or says in one line what is wrong, and nothing else. */
  @Test
  void read_mutatedFiles_areReadOrRefusedInOneLine() {
    Random random = new Random(SEED);
    List<String> originals =
        List.of(
            "id\tlabel\tsequence\tsplit\na\t1\tACGT\ttrain\nb\t0\tACGG\ttest\n",
            "seq,label\n\"ACGT\",\"a\"\"b\"\nACG,c\n",
            ">a|x\nACGT\nAC\n>b|y split=test\nMKV\n");
    int read = 0;
    for (int i = 0; i < 3000; i++) {
      StringBuilder text = new StringBuilder(originals.get(i % 3));
      for (int change = random.nextInt(4); change >= 0; change--) {
        int at = random.nextInt(text.length());
        char other = "\t\n,;\"|> -NAé0\0".charAt(random.nextInt(14));
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, other);
          case 1 -> text.insert(at, other);
          default -> text.deleteCharAt(at);
        }
      }
      LabelOptions options = i % 2 == 0 ? CLASSES : NUMBERS;
      try {
        LabelData data = read(text.toString(), options);
        assertEquals(data.size(), data.targets().size());
        read++;
      } catch (DataException e) {
        assertEquals(1, e.getMessage().lines().count(), "seed " + SEED + ": " + e.getMessage());
      }
    }
    assertTrue(read > 100, "some were read: " + read);
  }

  @Test
  void options_thatContradict_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> CLASSES.withLabelColumns(List.of("a", "b")));
    assertThrows(IllegalArgumentException.class, () -> pattern("nogroup"));
    assertThrows(IllegalArgumentException.class, () -> read("seq\nA\n", CLASSES.with(Target.NONE)));
  }
}
