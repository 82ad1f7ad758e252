package org.ribond.engine.compute.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.BackendUnavailableException;
import org.ribond.engine.compute.Backends;

class VectorBackendProviderTest {
  /** What the child process prints: who starts, and why others do not. */
  static final class Auto {
    private Auto() {}

    public static void main(String[] arguments) {
      System.out.println(new VectorBackendProvider().probe());
      System.out.println(
          Backends.open(Backends.AUTO, BackendOptions.defaults(), System.out::println).name());
    }
  }

  @Test
  void probe_withoutVectorModule_saysSoAndLinksNothing() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Auto.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    assertTrue(
        output.contains(
            "Java was started without its vector module; add --add-modules"
                + " jdk.incubator.vector"),
        output);
    assertTrue(output.stripTrailing().endsWith("scalar"), output);
  }

  @Test
  void open_secondDevice_isRefused() {
    assertThrows(
        BackendUnavailableException.class,
        () -> new VectorBackendProvider().open(new BackendOptions(1, 1)));
  }

  @Test
  void open_closedMatrix_isRefused() {
    try (var backend = new VectorBackendProvider().open(new BackendOptions(0, 1))) {
      var matrix = backend.allocate(2, 3);
      matrix.close();
      matrix.close();
      assertThrows(IllegalStateException.class, () -> backend.fill(matrix, 1));
    }
  }
}
