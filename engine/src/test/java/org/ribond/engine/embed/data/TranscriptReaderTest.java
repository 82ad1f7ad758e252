package org.ribond.engine.embed.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.InputFile;

class TranscriptReaderTest {
  private static final TranscriptColumns USUAL = TranscriptColumns.usual();

  private static List<TranscriptRow> read(byte[] bytes, TranscriptColumns columns) {
    List<TranscriptRow> rows = new ArrayList<>();
    try (TranscriptReader reader =
        new TranscriptReader(
            "x", InputFile.decompress("x", new ByteArrayInputStream(bytes)), columns)) {
      reader.forEachRemaining(rows::add);
    }
    return rows;
  }

  private static List<TranscriptRow> read(String text, TranscriptColumns columns) {
    return read(text.getBytes(StandardCharsets.UTF_8), columns);
  }

  private static Transcript first(String text, TranscriptColumns columns) {
    return read(text, columns).getFirst().transcript();
  }

  private static String error(String text, TranscriptColumns columns) {
    return assertThrows(DataException.class, () -> read(text, columns)).getMessage();
  }

  @Test
  void read_parts_joinedWithTheCodingOne() {
    Transcript transcript = first("id\tutr5\tcds\tutr3\na\tGG\tAUGTAA\tc c\n", USUAL);

    assertEquals("a", transcript.name());
    assertEquals("GGAUGTAACC", transcript.sequence().letters());
    assertEquals(Optional.of(new Span(2, 8)), transcript.coding());
    assertEquals(Optional.empty(), transcript.group());
  }

  @Test
  void read_emptyCodingPart_isNonCoding() {
    assertEquals(Optional.empty(), first("utr5\tcds\tutr3\nGG\t\tCC\n", USUAL).coding());
  }

  @Test
  void read_wholeSequence_beforeParts() {
    Transcript transcript = first("cds\tsequence\nAUG\tGGAUGC\n", USUAL);

    assertEquals("GGAUGC", transcript.sequence().letters());
    assertEquals(Optional.empty(), transcript.coding());
    assertEquals("row 1", transcript.name());
  }

  @Test
  void read_places_areFirstAndLastBase() {
    Transcript transcript =
        first(
            "seq\torf\texons\tgroup\nGGAUGTAACC\t3..8\tjoin(1..4, 5..10)\tg1\n",
            USUAL.withCds("orf").withExons("exons"));

    assertEquals(Optional.of(new Span(2, 8)), transcript.coding());
    assertEquals(List.of(3, 9), transcript.exonEnds());
    assertEquals(Optional.of("g1"), transcript.group());
  }

  @Test
  void read_emptyPlaces_areNotKnown() {
    Transcript transcript =
        first("seq\torf\texons\nGGA\t\t\n", USUAL.withCds("orf").withExons("exons"));

    assertEquals(Optional.empty(), transcript.coding());
    assertEquals(List.of(), transcript.exonEnds());
  }

  @Test
  void read_partialCodons_whereAllowed() {
    assertEquals(
        Optional.of(new Span(0, 4)), first("cds\nAUGA\n", USUAL.withPartialCodons()).coding());
  }

  @Test
  void read_fasta_groupFromTheWholeHeader() {
    List<TranscriptRow> rows =
        read(
            ">a|x gene=G1 more\nACG\nT\n>b gene=G2\nNNA\n",
            USUAL.withGroupPattern(Pattern.compile("gene=(\\S+)")));

    assertEquals(2, rows.size());
    assertEquals("ACGT", rows.get(0).transcript().sequence().letters());
    assertEquals(Optional.of("G1"), rows.get(0).transcript().group());
    assertEquals(4, rows.get(1).line());
    assertEquals(4, rows.get(1).transcript().sequence().code(0));
  }

  @Test
  void field_anyColumn_isItsText() {
    TranscriptRow row = read("seq,y,split\nACG,1.5,train\n", USUAL).getFirst();

    assertEquals("1.5", row.field("y"));
    assertEquals(
        "x: no column 'z'; there are: seq, y, split",
        assertThrows(DataException.class, () -> row.field("z")).getMessage());
    assertEquals("x: line 2: record 'row 1': bad", row.error("bad").getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '"',
      value = {
        "id,cds;a,AUGA ! x: line 2: record 'a': its coding region of 4 bases is no multiple of three",
        "id,cds;a,AUG;b,AXG"
            + " ! x: line 3: record 'b': column 'cds', position 2: 'X' is no base;"
            + " the record looks like a protein, but an RNA is expected",
        "id,cds;a,A1G ! x: line 2: record 'a': column 'cds', position 2: '1' is no base",
        "id,utr5,cds;a,, ! x: line 2: record 'a': its sequence is empty",
        "id,letters;a,ACG"
            + " ! x: line 1: no column of sequences (sequence, seq, or utr5, cds and utr3);"
            + " there are: id, letters",
        "id,seq,group;a,ACG, ! x: line 2: record 'a': its group is empty in column 'group'",
        "id,seq;a ! x: line 2: 1 fields, but the header names 2 columns",
        "id,seq ! x: holds a header but no record",
        "id,seq;a,RDKHVSWKYB"
            + " ! x: line 2: record 'a': looks like a protein (most of its 10 letters are none of"
            + " ACGTUN), but an RNA is expected",
      })
  void read_badTable_oneClearLine(String table, String message) {
    assertEquals(message, error(table.strip().replace(';', '\n') + "\n", USUAL));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '"',
      value = {
        "<1..6 ! '<1..6' is partial (< or >); its ends must be known",
        "7..13 ! '7..13' ends behind the transcript, which has 12 bases",
        "7..6 ! '7..6' ends before it begins",
        "0..6 ! '0..6' is no place such as 61..960, first and last base in the transcript",
        "1-6 ! '1-6' is no place such as 61..960, first and last base in the transcript",
      })
  void read_badPlaces_oneClearLine(String places, String message) {
    assertEquals(
        "x: line 2: record 'a': coding region " + message,
        error("id\tseq\torf\na\tACGUACGUACGU\t" + places + "\n", USUAL.withCds("orf")));
  }

  @Test
  void read_exonsOfTheGenome_areRefused() {
    assertEquals(
        "x: line 2: record 'row 1': exon '6..8' does not begin at base 5; exons follow one another,"
            + " in places of the transcript, not of the genome",
        error("seq\te\nACGUACGU\t1..4,6..8\n", USUAL.withExons("e")));
  }

  @Test
  void read_missingColumn_saysWhichThereAre() {
    assertEquals(
        "x: line 1: no column 'gene'; there are: id, seq",
        error("id\tseq\na\tACG\n", USUAL.withGroup("gene")));
  }

  @Test
  void read_headerWithoutGroup_saysWhere() {
    assertEquals(
        "x: line 3: record 'b' has no group in its header that 'gene=(\\w+)' would find",
        error(">a gene=x\nAC\n>b\nAC\n", USUAL.withGroupPattern(Pattern.compile("gene=(\\w+)"))));
  }

  @Test
  void read_columnsOfFasta_areRefused() {
    assertEquals(
        "x: is FASTA, which has no column 'gene'; give a table",
        error(">a\nAC\n", USUAL.withGroup("gene")));
  }

  @Test
  void read_patternOfATable_isRefused() {
    assertTrue(
        error("seq\nAC\n", USUAL.withGroupPattern(Pattern.compile("(a)"))).startsWith("x: is a"));
  }

  @Test
  void columns_patternWithoutGroup_isRefused() {
    Pattern pattern = Pattern.compile("a");
    assertThrows(IllegalArgumentException.class, () -> USUAL.withGroupPattern(pattern));
  }

  @Test
  void read_gzip_isUnpacked() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("seq\nACG\n".getBytes(StandardCharsets.UTF_8));
    }

    assertEquals(1, read(packed.toByteArray(), USUAL).size());
  }

  @Test
  void next_afterTheLast_noSuchElement() {
    byte[] text = "seq\nACG\n".getBytes(StandardCharsets.UTF_8);
    try (TranscriptReader reader =
        new TranscriptReader("x", new ByteArrayInputStream(text), USUAL)) {
      reader.require("seq");
      reader.next();
      assertFalse(reader.hasNext());
      assertThrows(NoSuchElementException.class, reader::next);
    }
  }

  @Test
  void read_randomBytes_transcriptsOrDataException() {
    long seed = Long.getLong("ribond.test.seed", System.nanoTime());
    Random random = new Random(seed);
    String[] starts = {"", ">a gene=b\n", "id\tseq\tcds\texons\n", "utr5,cds,group\n"};
    byte[] letters =
        ">>ACGUTNacgEFQ*-.;,\n\n\n\r\t\t\t 1239..join(,)<\"\u00E9".getBytes(StandardCharsets.UTF_8);
    TranscriptColumns[] columns = {
      USUAL,
      USUAL.withCds("cds").withExons("exons"),
      USUAL.withSequence("cds", "utr5").withPartialCodons(),
      USUAL.withGroupPattern(Pattern.compile("gene=(\\w*)"))
    };
    for (int round = 0; round < 4000; round++) {
      byte[] start = starts[random.nextInt(starts.length)].getBytes(StandardCharsets.UTF_8);
      byte[] bytes = new byte[start.length + random.nextInt(60)];
      System.arraycopy(start, 0, bytes, 0, start.length);
      for (int i = start.length; i < bytes.length; i++) {
        bytes[i] =
            random.nextInt(50) == 0
                ? (byte) random.nextInt(256)
                : letters[random.nextInt(letters.length)];
      }
      try {
        for (TranscriptRow row : read(bytes, columns[random.nextInt(columns.length)])) {
          assertTrue(row.transcript().length() > 0, "seed " + seed);
        }
      } catch (DataException e) {
        assertEquals(1, e.getMessage().lines().count(), "seed " + seed + ": " + e.getMessage());
      }
    }
  }
}
