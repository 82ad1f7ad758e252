package org.ribond.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.ribond.kernels.Tool;

/**
 * Drivers that compile with LLVM put their own signal handlers in the place of Java's, and the
 * first signal takes them away again. A second thread that meets a null or a safepoint in between
 * ends the process. So the virtual machine of these tests must keep its handlers.
 */
class OpenClSignalsTest {
  private static final Path LOADED = Path.of("/proc/self/maps");

  @Test
  void virtualMachine_keepsItsHandlers() throws IOException {
    if (!Files.exists(LOADED)) {
      throw Tool.skipped(LOADED + " is not there to say which libraries are loaded");
    }
    assertTrue(Files.readString(LOADED).contains("/libjsig.so"), "libjsig is not loaded");
  }
}
