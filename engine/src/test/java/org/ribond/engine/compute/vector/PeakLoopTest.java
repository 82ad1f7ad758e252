package org.ribond.engine.compute.vector;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import org.junit.jupiter.api.Test;

class PeakLoopTest {
  /** C2's default for {@code FreqInlineSize}. */
  private static final int INLINED = 325;

  @Test
  void round_inBytes_isTooLongToBeInlined() throws IOException {
    try (InputStream in = PeakLoop.class.getResourceAsStream("PeakLoop.class")) {
      ClassModel model = ClassFile.of().parse(in.readAllBytes());
      int length =
          model.methods().stream()
              .filter(method -> method.methodName().equalsString("round"))
              .mapToInt(
                  method -> method.findAttribute(Attributes.code()).orElseThrow().codeLength())
              .findFirst()
              .orElseThrow();
      assertTrue(length > INLINED, "round has " + length + " bytes");
    }
  }

  @Test
  void round_everyChain_comesToItsLimit() {
    assertTrue(PeakLoop.round());
  }
}
