package org.ribond.engine.compute.vector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.ribond.engine.compute.Device;

/** The processor as a device. */
final class Processor {
  private Processor() {}

  static Device describe() {
    return new Device(
        0,
        name(),
        "Java " + Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory(),
        Lanes.BITS + "-bit vectors");
  }

  /** The processor's own name where the system tells it, otherwise its architecture. */
  private static String name() {
    Path list = Path.of("/proc/cpuinfo");
    if (Files.isReadable(list)) {
      try (Stream<String> lines = Files.lines(list, StandardCharsets.UTF_8)) {
        return lines
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElseGet(Processor::architecture);
      } catch (IOException | UncheckedIOException e) {
        return architecture();
      }
    }
    return architecture();
  }

  private static String architecture() {
    return System.getProperty("os.arch");
  }
}
