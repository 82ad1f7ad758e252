package org.ribond.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.kernels.KernelSource;

/** The committed PTX is that of the sources; if not, run {@code kernels/make-ptx.sh}. */
class PtxTest {
  @ParameterizedTest
  @CsvSource({"cuda, 75", "tensor, 80"})
  void ptx_hashOfSource_isThatOfTheSourceHere(String source, int capability)
      throws NoSuchAlgorithmException {
    String ptx = KernelSource.resource("ptx/" + source + "-" + capability + ".ptx");
    byte[] text = KernelSource.read(source + ".cu").getBytes(StandardCharsets.UTF_8);
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    String recorded = ptx.strip().lines().reduce((first, second) -> second).orElse("");
    assertEquals("// source sha256 " + hash, recorded, "run kernels/make-ptx.sh");
    assertTrue(ptx.contains(".target sm_" + capability), "target");
    assertTrue(ptx.contains(".version 7.0\n"), "a version that older drivers read");
  }
}
