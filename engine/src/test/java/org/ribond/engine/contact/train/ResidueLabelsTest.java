package org.ribond.engine.contact.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.engine.file.DataException;

class ResidueLabelsTest {
  private static final float NONE = Float.NaN;

  @TempDir private Path directory;

  private String file(String text) throws IOException {
    return Files.writeString(directory.resolve("labels.tsv"), text).toString();
  }

  @Test
  void read_classesDigitsAndUnknown_becomeNumbers() throws IOException {
    String file = file("id\tsequence\tss\tcons\tbinds\na\tMKT\tHE-\t04?\t010\nb\tWW\t\t8.\t11\n");
    ResidueLabels labels = ResidueLabels.read(file, List.of("ss", "cons", "binds"));
    assertEquals(List.of("ss.E", "ss.H", "cons", "binds"), labels.names());
    assertEquals("MKT", labels.proteins().getFirst().letters());
    assertArrayEquals(
        new float[] {0, 1, 0, 0, 1, 0, 0.5f, 1, NONE, NONE, NONE, 0}, labels.values().get(0));
    assertArrayEquals(new float[] {NONE, NONE, 1, 1, NONE, NONE, NONE, 1}, labels.values().get(1));
  }

  @ParameterizedTest
  @CsvSource({
    "'sequence\tss\nMKT\tHE\n', 'labels.tsv: line 2: 2 labels for 3 residues'",
    "'sequence\tss\nM1T\tHEH\n', 'labels.tsv: line 2: ''1'' at position 2 is no letter of a protein'",
    "'sequence\tss\n\tHEH\n', 'labels.tsv: line 2: the sequence is empty'",
    "'sequence\tss\n', 'labels.tsv: has no protein'"
  })
  void read_wrong_saysWhereAndWhat(String text, String message) throws IOException {
    String file = file(text.replace("\\n", "\n").replace("\\t", "\t"));
    DataException failure =
        assertThrows(DataException.class, () -> ResidueLabels.read(file, List.of("ss")));
    assertEquals(message, failure.getMessage().replace(directory + "/", ""));
  }

  @Test
  void read_columnThatIsNotThere_namesThoseThatAre() throws IOException {
    String file = file("sequence\tss\nMKT\tHEH\n");
    DataException failure =
        assertThrows(DataException.class, () -> ResidueLabels.read(file, List.of("other")));
    assertTrue(failure.getMessage().contains("ss"), failure.getMessage());
  }
}
