package org.ribond.engine.fold.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.LineReader;
import org.ribond.engine.fold.structure.Structure.Pair;

class StructureReaderTest {
  private static final long SEED = 20261126;

  private static final String CT =
      "5 dG = -1.2 hairpin\n1 G 0 2 5 1\n2 A 1 3 0 2\n3 A 2 4 0 3\n4 A 3 5 0 4\n5 C 4 0 1 5\n";

  private static List<StructureRecord> read(String text) {
    LineReader lines =
        new LineReader(
            "dir/file.bpseq", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    List<StructureRecord> records = new ArrayList<>();
    try (StructureReader reader = new StructureReader(lines)) {
      reader.forEachRemaining(records::add);
    }
    return records;
  }

  private static String inWords(StructureRecord record) {
    Structure structure = record.structure();
    return structure.rna().name()
        + " "
        + structure.rna().letters()
        + " "
        + (structure.hasMultiplets() ? structure.pairs().size() : DotBracket.line(structure))
        + (record.part().isEmpty() ? "" : " " + record.part());
  }

  private static List<String> words(String text) {
    return read(text).stream().map(StructureReaderTest::inWords).toList();
  }

  @Test
  void dotBracket_withHeaders_isRead() {
    assertEquals(
        List.of("a GGAAACC ((...))", "b GAC .()", "c ACGU ...."),
        words(">a some words\nGGA\nAACC\n((...)) (-1.20)\n\n>b\ngac\n.()\n>c\nACGU\n....\n"));
  }

  @Test
  void dotBracket_withoutHeaders_isRead() {
    assertEquals(
        List.of("record 1 GGAAACC ((...))", "record 2 GAAC (..)"),
        words("#Name: bpRNA_1\n#Length: 7\nGGAAACC\n((...))\nGAAC\n(..)\n"));
  }

  @Test
  void dotBracket_wrapped_isRead() {
    assertEquals(
        List.of("a GGGGAAAACCCC ((((....))))"), words(">a\nGGGGAAAA\nCCCC\n((<<....\n>>))\n"));
  }

  @Test
  void bpseq_ofOneOrTwo_isRead() {
    assertEquals(
        List.of("file GAAAC (...)", "file.2 ACG ..."),
        words("# a comment\n1 G 5\n2 A 0\n3 A 0\n4 A 0\n5 C 1\n\n1 A 0\n2 C 0\n3 G 0\n"));
  }

  @Test
  void ct_ofTwo_isRead() {
    assertEquals(List.of("hairpin GAAAC (...)", "hairpin GAAAC (...)"), words(CT + "\n" + CT));
  }

  @Test
  void table_withBracketsOrPairs_isRead() {
    assertEquals(
        List.of("a GAAAC (...) TR0", "row 2 AC .. VL0"),
        words("id\tpart\tsequence\tstructure\na\tTR0\tGAAAC\t(...)\n\tVL0\tAC\t..\n"));
    assertEquals(
        List.of("a GAAAC (...)", "b AC ..", "c GGC 2"),
        words("name,seq,pairs_1based\na,GAAAC,1-5\nb,AC,\nc,GGC,1-3;3-2\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|dir/file.bpseq: is empty; expected structures (dot-bracket, ct, bpseq or a table)",
        ">a~GGAAC~((..)|dir/file.bpseq: line 1: record 'a': '(' at position 1 is not closed",
        ">a~GAAAC~(...))|line 1: record 'a': the structure has 6 characters for 5 bases",
        ">a~GAAAC~(..).)|line 1: record 'a': the structure has 6 characters for 5 bases",
        ">a~GAAAC~.(.))|line 1: record 'a': ')' at position 5 closes nothing",
        ">a~GAAAC~(.x.)|line 1: record 'a': 'x' at position 3 closes nothing",
        ">a~GAAAC~(.=.)|line 1: record 'a': '=' at position 3 is no character of a structure",
        ">a~GAAAC~>b~GC~()|line 1: record 'a': no line of brackets",
        ">a~~>b~GC~()|line 1: record 'a': no bases",
        ">a~MKLVW~.....|line 1: record 'a': 'L' at position 3 is no letter of an RNA",
        "1 G 3~2 A 0~3 C 2|base 1 pairs with 3, but 3 with 2",
        "1 G 3~2 A 0~3 C 0|base 1 pairs with 3, but 3 with none",
        "1 G 9~2 A 0|base 1 pairs with 9 of 2",
        "1 G 1~2 A 0|line 1: record 'file': base 1 pairs with itself",
        "1 G 0~3 A 0|line 2: record 'file': base 3 where base 2 should be",
        "1 G 0~2 A|line 2: record 'file': 2 fields; bpseq has place, base and partner",
        "1 G 0~2 A x|line 2: record 'file': 'x' is no whole number",
        "2 x~1 G 0 2 0 1|line 2: record 'x': ends after 1 of 2 bases",
        "2 x~1 G 0 2|4 fields; ct has place, base, place before, place after, partner, place",
        "sequence,structure~GC|line 2: 1 fields, but the header names 2 columns",
        "sequence,label~GC,1|no column of structures (structure, dot_bracket, dbn); there are: sequ",
        "seq,pairs_1based~GC,1-2-3|line 2: record 'row 1': '1-2-3' is no pair such as 3-17",
        "seq,pairs_1based~GC,1-3|line 2: record 'row 1': no pair of 2 bases: 1 and 3",
        "?!|line 1: is no structure: expected dot-bracket, ct, bpseq or a table with a header"
      })
  void brokenFile_read_saysWhereAndWhat(String text, String message) {
    DataException e = assertThrows(DataException.class, () -> read(text.replace('~', '\n')), text);

    assertTrue(e.getMessage().contains(message), e.getMessage());
    assertTrue(e.getMessage().startsWith("dir/file.bpseq"), e.getMessage());
  }

  /** A reader meets anything: it answers or says in one line what is wrong, and nothing else. */
  @Test
  void mutatedFiles_read_areReadOrRefusedInOneLine() {
    Random random = new Random(SEED);
    List<String> originals =
        List.of(
            ">a\nGGAAACC\n((...))\n>b\nGCGA\n.[.]\n",
            "1 G 5\n2 A 0\n3 A 0\n4 A 0\n5 C 1\n",
            CT,
            "id\tpart\tsequence\tstructure\na\tx\tGAAAC\t(...)\nb\ty\tAC\t..\n",
            "id,seq,pairs_1based\na,GAAAC,1-5;2-4\n");
    int read = 0;
    for (int i = 0; i < 5000; i++) {
      StringBuilder text = new StringBuilder(originals.get(i % originals.size()));
      for (int change = random.nextInt(4); change >= 0; change--) {
        int at = random.nextInt(text.length());
        char other = "\t\n,;\"()[]<>. -0159NAé\0".charAt(random.nextInt(22));
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, other);
          case 1 -> text.insert(at, other);
          default -> text.deleteCharAt(at);
        }
      }
      try {
        for (StructureRecord record : read(text.toString())) {
          for (Pair pair : record.structure().pairs()) {
            assertTrue(pair.second() < record.structure().rna().length());
          }
        }
        read++;
      } catch (DataException e) {
        assertEquals(1, e.getMessage().lines().count(), "seed " + SEED + ": " + e.getMessage());
      }
    }
    assertTrue(read > 200, "some were read: " + read);
  }
}
