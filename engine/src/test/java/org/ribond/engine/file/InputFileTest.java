package org.ribond.engine.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputFileTest {
  private static InputStream decompress(byte[] bytes) {
    return InputFile.decompress("f", new ByteArrayInputStream(bytes));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fd377a585a000004|f: is compressed by xz: unpack it first",
        "425a6839314159|f: is compressed by bzip2: unpack it first",
        "28b52ffd0458|f: is compressed by zstd: unpack it first",
        "504b03041400|f: is a zip archive: unpack it first",
        "fffe3e006100|f: is text in UTF-16: save it as UTF-8",
        "feff003e|f: is text in UTF-16: save it as UTF-8"
      })
  void decompress_whatIsNotRead_isNamed(String start, String message) {
    byte[] bytes = HexFormat.of().parseHex(start);

    DataException e = assertThrows(DataException.class, () -> decompress(bytes));

    assertEquals(message, e.getMessage());
  }

  @Test
  void decompress_plainAndShortFiles_areWhole() throws IOException {
    for (String text : new String[] {"", ">", ">a\nACGU\n"}) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      assertArrayEquals(bytes, decompress(bytes).readAllBytes());
    }
  }
}
