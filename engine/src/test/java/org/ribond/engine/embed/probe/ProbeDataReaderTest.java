package org.ribond.engine.embed.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.engine.embed.data.Transcript;
import org.ribond.engine.embed.data.TranscriptColumns;
import org.ribond.engine.embed.data.TranscriptReader;
import org.ribond.engine.file.DataException;

class ProbeDataReaderTest {
  private static final ProbeColumns COLUMNS =
      new ProbeColumns("y", false, false, Optional.of("split"), Map.of("kind", "a"), List.of("z"));
  private static final String HEADER = "id\tseq\tgroup\ty\tsplit\tkind\tz\n";

  @TempDir private Path directory;

  private static ProbeData read(String text, ProbeColumns columns) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (TranscriptReader reader =
        new TranscriptReader("x", new ByteArrayInputStream(bytes), TranscriptColumns.usual())) {
      return ProbeDataReader.read("x", reader, columns);
    }
  }

  private static String error(String text, ProbeColumns columns) {
    return assertThrows(DataException.class, () -> read(text, columns)).getMessage();
  }

  @Test
  void read_rows_wantedAndMeasuredOnes() {
    ProbeData data =
        read(
            HEADER
                + "p\tACG\tg\t1.5\ttrain\ta\t7\n"
                + "q\tACG\tg\t\ttrain\ta\t7\n"
                + "r\tACG\th\t2\tvalid\ta\t\n"
                + "s\tACG\tg\t3\ttest\ta\t8\n"
                + "t\tACG\tg\t4\ttest\tb\t8\n",
            COLUMNS);

    assertEquals(
        List.of("p", "r", "s"), data.transcripts().stream().map(Transcript::name).toList());
    assertEquals(1, data.unmeasured());
    assertEquals(1, data.others());
    assertArrayEquals(new int[] {0, 1, 0}, data.groups());
    assertEquals(2, data.groupCount());
    assertEquals("{2}", data.tested().toString());
    assertArrayEquals(new float[] {1.5f, 2, 3}, ((Targets.Numbers) data.targets()).values());
    assertEquals(7, data.numbers().value(0, 0));
    assertTrue(Float.isNaN(data.numbers().value(1, 0)));
  }

  @Test
  void read_classesWithoutGroups_oneGroupEach() {
    ProbeData data =
        read(
            "seq\tlabel\nACG\tno\nACG\tyes\nACG\tno\n",
            new ProbeColumns("label", true, false, Optional.empty(), Map.of(), List.of()));

    Targets.Classes classes = (Targets.Classes) data.targets();
    assertEquals(List.of("no", "yes"), classes.names());
    assertArrayEquals(new int[] {0, 1, 0}, classes.labels());
    assertEquals(3, data.groupCount());
    assertTrue(data.tested().isEmpty());
  }

  @Test
  void read_logarithm_takesThePlaceOfNumbers() {
    ProbeColumns columns =
        new ProbeColumns("y", false, true, Optional.empty(), Map.of(), List.of());

    assertEquals(
        (float) Math.log(3),
        ((Targets.Numbers) read("seq\ty\nACG\t3\n", columns).targets()).values()[0]);
    assertEquals(
        "x: line 2: record 'row 1': column 'y': 0 has no logarithm",
        error("seq\ty\nACG\t0\n", columns));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '"',
      value = {
        "p;ACG;g;high;train;a;7 ! x: line 2: record 'p': column 'y': 'high' is no number",
        "p;ACG;g;Infinity;train;a;7 ! x: line 2: record 'p': column 'y': 'Infinity' is no number",
        "p;ACG;g;1;train;a;big ! x: line 2: record 'p': column 'z': 'big' is no number",
        "p;ACG;g;1;left;a;7"
            + " ! x: line 2: record 'p': column 'split': 'left' is no part of a split;"
            + " known are train, valid and test",
        "p;ACG;g;1;test;a;7 ! x: no row to train on among 1, says column 'split'",
        "p;ACG;g;1;train;a;7 ! x: no row to test on among 1, says column 'split'",
        "p;ACG;g;1;train;b;7 ! x: no row to probe: 1 are ruled out, 0 have nothing in column 'y'",
      })
  void read_badRow_oneClearLine(String row, String message) {
    assertEquals(message, error(HEADER + row.strip().replace(';', '\t') + "\n", COLUMNS));
  }

  @Test
  void read_missingColumn_saysWhichThereAre() {
    assertEquals("x: no column 'y'; there are: seq, x", error("seq\tx\nACG\t1\n", COLUMNS));
  }

  @Test
  void read_oneClass_isRefused() {
    assertEquals(
        "x: all rows are of class 'no'; needed are two or more",
        error(
            "seq\tlabel\nACG\tno\n",
            new ProbeColumns("label", true, false, Optional.empty(), Map.of(), List.of())));
  }

  private FeatureTable vectors(String text) throws IOException {
    Path file = directory.resolve("v.tsv");
    Files.writeString(file, text);
    return VectorFile.read(file.toString(), List.of(Examples.transcript("ACG")));
  }

  @Test
  void vectors_byName_areThoseOfTheTranscripts() throws IOException {
    FeatureTable table = vectors("name\ta\tb\nother\t1\t2\nt\t3\t4\n");

    assertEquals(1, table.rows());
    assertEquals(2, table.columns());
    assertEquals(4, table.value(0, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '"',
      value = {
        "name;a/u;1 ! no vector for record 't'",
        "name;a/t;1/t;2 ! line 3: record 't' is there twice",
        "name;a/t;one ! line 2: record 't', column 'a': 'one' is no number",
        "name/t ! line 1: one column alone; expected names and the numbers of vectors",
      })
  void vectors_bad_oneClearLine(String text, String message) {
    String table = text.strip().replace(';', '\t').replace('/', '\n') + "\n";

    String found = assertThrows(DataException.class, () -> vectors(table)).getMessage();

    assertEquals(directory.resolve("v.tsv") + ": " + message, found);
  }
}
