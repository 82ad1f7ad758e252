package org.ribond.kernels.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;

/** Memory of the machine's first NVIDIA card, as its driver's own tool tells it. */
final class CardMemory {
  private CardMemory() {}

  /** MiB in use by all programs; nothing where the tool is missing. */
  static OptionalDouble usedMebibytes() {
    try {
      Process tool =
          new ProcessBuilder(
                  "nvidia-smi", "--query-gpu=memory.used", "--format=csv,noheader,nounits")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String text = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return tool.waitFor() == 0
          ? OptionalDouble.of(Double.parseDouble(text.lines().findFirst().orElseThrow().strip()))
          : OptionalDouble.empty();
    } catch (IOException | RuntimeException e) {
      System.err.println("nvidia-smi: " + e);
      return OptionalDouble.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalDouble.empty();
    }
  }
}
