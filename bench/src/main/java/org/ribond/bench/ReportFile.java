package org.ribond.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.ribond.engine.compute.Device;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.InputFile;

/** Reports as JSON. */
public final class ReportFile {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ReportFile() {}

  /** {@code report} as indented JSON, with a line end. */
  public static String text(Report report) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("format_version", Report.FORMAT_VERSION);
    root.put("ribond_version", report.version());
    root.put("created", report.created());
    root.put("options", report.options());
    root.set("device", device(report));
    report.headline().ifPresent(row -> root.set("headline", node(row)));
    ArrayNode rows = root.putArray("rows");
    report.rows().forEach(row -> rows.add(node(row)));
    return root.toPrettyString() + "\n";
  }

  private static ObjectNode device(Report report) {
    Machine machine = report.machine();
    ObjectNode node = MAPPER.createObjectNode();
    node.put("name", machine.name());
    ArrayNode flags = node.putArray("flags");
    machine.flags().forEach(flags::add);
    node.put("processors", machine.processors());
    node.put("heap_bytes", machine.heapBytes());
    node.put("system", machine.system());
    node.put("java", machine.java());
    ArrayNode backends = node.putArray("backends");
    for (BackendOutcome outcome : report.backends()) {
      ObjectNode backend = backends.addObject();
      backend.put("name", outcome.name());
      outcome
          .device()
          .ifPresentOrElse(
              device -> {
                backend.put("index", device.index());
                backend.put("device", device.name());
                backend.put("driver", device.driver());
                backend.put("compute_units", device.computeUnits());
                backend.put("memory_bytes", device.memoryBytes());
                backend.put("detail", device.detail());
              },
              () -> backend.put("reason", outcome.reason()));
    }
    return node;
  }

  private static ObjectNode node(Row row) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("workload", row.workload());
    node.put("name", row.name());
    node.put("backend", row.backend());
    node.put("device", row.device());
    node.put("status", row.status().label());
    if (!row.reason().isEmpty()) {
      node.put("reason", row.reason());
    }
    row.measurement()
        .ifPresent(
            measurement -> {
              node.put("unit", measurement.unit());
              node.put("median", measurement.median());
              node.put("lower_quartile", measurement.lower());
              node.put("upper_quartile", measurement.upper());
              node.put("repeats", measurement.repeats());
              measurement.peakPercent().ifPresent(share -> node.put("peak_percent", share));
              node.put("detail", measurement.detail());
            });
    return node;
  }

  /**
   * Reads a report.
   *
   * @throws DataException if the file cannot be read, or is no report of a known version
   */
  public static Report read(String file) {
    try (InputStream in = InputFile.open(file)) {
      JsonNode root = MAPPER.readTree(in);
      if (!root.path("format_version").isInt() || !root.path("rows").isArray()) {
        throw new DataException(file + ": is no report of 'ribond bench'");
      }
      int version = root.get("format_version").intValue();
      if (version != Report.FORMAT_VERSION) {
        throw new DataException(
            file
                + ": is of format version "
                + version
                + "; this Ribond reads "
                + Report.FORMAT_VERSION);
      }
      return report(root);
    } catch (JsonProcessingException e) {
      throw new DataException(file + ": is no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new DataException(file + ": " + e.getMessage(), e);
    }
  }

  private static Report report(JsonNode root) {
    JsonNode device = root.path("device");
    List<String> flags = new ArrayList<>();
    device.path("flags").forEach(flag -> flags.add(flag.asText()));
    Machine machine =
        new Machine(
            device.path("name").asText(),
            flags,
            device.path("processors").asInt(),
            device.path("heap_bytes").asLong(),
            device.path("system").asText(),
            device.path("java").asText());
    List<BackendOutcome> backends = new ArrayList<>();
    device.path("backends").forEach(node -> backends.add(backend(node)));
    List<Row> rows = new ArrayList<>();
    root.get("rows").forEach(node -> rows.add(row(node)));
    return new Report(
        root.path("ribond_version").asText(),
        root.path("created").asText(),
        root.path("options").asText(),
        machine,
        backends,
        rows);
  }

  private static BackendOutcome backend(JsonNode node) {
    Optional<Device> device =
        node.has("device")
            ? Optional.of(
                new Device(
                    node.path("index").asInt(),
                    node.path("device").asText(),
                    node.path("driver").asText(),
                    node.path("compute_units").asInt(),
                    node.path("memory_bytes").asLong(),
                    node.path("detail").asText()))
            : Optional.empty();
    return new BackendOutcome(node.path("name").asText(), device, node.path("reason").asText());
  }

  private static Row row(JsonNode node) {
    Optional<Row.Measurement> measurement =
        node.path("median").isNumber()
            ? Optional.of(
                new Row.Measurement(
                    node.path("unit").asText(),
                    node.path("median").asDouble(),
                    node.path("lower_quartile").asDouble(),
                    node.path("upper_quartile").asDouble(),
                    node.path("repeats").asInt(),
                    node.has("peak_percent")
                        ? OptionalDouble.of(node.get("peak_percent").asDouble())
                        : OptionalDouble.empty(),
                    node.path("detail").asText()))
            : Optional.empty();
    return new Row(
        node.path("workload").asText(),
        node.path("name").asText(),
        node.path("backend").asText(),
        node.path("device").asText(),
        Status.valueOf(node.path("status").asText().toUpperCase(Locale.ROOT)),
        node.path("reason").asText(),
        measurement);
  }
}
