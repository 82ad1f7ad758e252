package org.ribond.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the figures of a report were measured on.
 *
 * @param name the processor's own name, or its architecture
 * @param flags its instruction sets that matter to arithmetic, where the system tells them
 * @param processors processors that Java sees
 * @param heapBytes most memory that Java takes
 * @param system operating system and its version
 * @param java name and version of the virtual machine and its collectors
 */
public record Machine(
    String name, List<String> flags, int processors, long heapBytes, String system, String java) {
  private static final String FLAGS = "sse4_2|avx.*|fma.*|f16c|amx.*|asimd.*|sve.*|neon";

  /** The machine that this runs on. */
  public static Machine here() {
    Map<String, String> facts = processorFacts();
    return new Machine(
        facts.getOrDefault("model name", System.getProperty("os.arch")),
        Arrays.stream(facts.getOrDefault("flags", facts.getOrDefault("features", "")).split(" "))
            .filter(flag -> flag.matches(FLAGS))
            .sorted()
            .toList(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name")
            + " "
            + Runtime.version()
            + ", "
            + ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(GarbageCollectorMXBean::getName)
                .collect(Collectors.joining(" and ")));
  }

  /** Facts about the first processor, as far as a Linux system tells them. */
  private static Map<String, String> processorFacts() {
    Map<String, String> facts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Path list = Path.of("/proc/cpuinfo");
    if (Files.isReadable(list)) {
      try (Stream<String> lines = Files.lines(list, StandardCharsets.UTF_8)) {
        lines
            .takeWhile(line -> !line.isEmpty())
            .map(line -> line.split(":", 2))
            .filter(parts -> parts.length == 2)
            .forEach(parts -> facts.putIfAbsent(parts[0].strip(), parts[1].strip()));
      } catch (IOException | UncheckedIOException e) {
        facts.clear();
      }
    }
    return facts;
  }
}
