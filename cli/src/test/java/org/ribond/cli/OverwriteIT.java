package org.ribond.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.cli.RibondProcess.Result;

/** No command writes over a file that it reads. */
class OverwriteIT {
  @TempDir private Path directory;

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(directory.resolve("p.fa"), ">p\nMKRSTYWDMKRSTYWD\n");
    Files.writeString(directory.resolve("r.fa"), ">r\nGCUAGCUA\n");
    Files.writeString(directory.resolve("s.tsv.gz"), "label\tsequence\nx\tACGT\ny\tACGA\n");
    Files.createSymbolicLink(directory.resolve("link"), Path.of("p.fa"));
  }

  @ParameterizedTest
  @CsvSource({
    "predict p.fa r.fa --out p.fa, p.fa",
    "predict p.fa r.fa -o r.fa, r.fa",
    "predict p.fa r.fa --out link, p.fa",
    "predict --protein p.fa --rna link --out p.fa, p.fa",
    "label p.fa --model r.fa --out r.fa, r.fa",
    "train --task label --data s.tsv.gz --family linear --out s.tsv.gz, s.tsv.gz",
    "'train --task label --data p.fa,r.fa --out r.fa', r.fa",
    "dataset split s.tsv.gz --out s, s.tsv.gz",
    "model export p.fa --out p.fa, p.fa",
  })
  void output_thatIsAnInput_isRefused(String command, String unharmed) throws IOException {
    Path file = directory.resolve(unharmed);
    byte[] before = Files.readAllBytes(file);
    String[] words = command.split(" ");
    for (int i = 0; i < words.length; i++) {
      if (words[i].matches("[prs](\\.[a-z.]+)?|link|p.fa,r.fa")) {
        words[i] = words[i].replaceAll("(^|,)", "$1" + directory + "/");
      }
    }

    Result result = RibondProcess.run((Object[]) words);

    assertEquals(2, result.exitCode(), result.stderr());
    assertEquals(1, result.stderr().lines().count(), result.stderr());
    assertArrayEquals(before, Files.readAllBytes(file));
  }

  @Test
  void output_thatIsNoInput_replacesWhatStoodThere() throws IOException {
    Path out = directory.resolve("out.tsv");
    Files.writeString(out, "before");

    Result result =
        RibondProcess.run(
            "predict", directory.resolve("p.fa"), directory.resolve("r.fa"), "-q", "-o", out);

    assertEquals(0, result.exitCode(), result.stderr());
    assertTrue(Files.readString(out).contains("protein\trna\t"));
  }
}
