package org.ribond.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.ribond.cli.format.Json;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Output;
import org.ribond.engine.compute.BackendProvider;
import org.ribond.engine.compute.Backends;
import org.ribond.engine.compute.Device;
import org.ribond.engine.compute.Probe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists backends and devices, and why one is missing. */
@Command(
    name = "devices",
    sortOptions = false,
    description = "List backends and devices, and why one is missing.")
final class DevicesCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    List<Map<String, Object>> backends = new ArrayList<>();
    for (BackendProvider provider : Backends.providers()) {
      backends.add(describe(provider.name(), provider.probe()));
    }
    if (common.json()) {
      Output.line(Json.pretty(Map.of("backends", backends)));
    } else {
      backends.forEach(DevicesCommand::print);
    }
    return ExitCode.DONE;
  }

  private static Map<String, Object> describe(String name, Probe probe) {
    Map<String, Object> backend = new LinkedHashMap<>();
    backend.put("name", name);
    switch (probe) {
      case Probe.Available found -> {
        backend.put("available", true);
        backend.put("reason", "");
        backend.put("devices", found.devices().stream().map(DevicesCommand::describe).toList());
      }
      case Probe.Unavailable missing -> {
        backend.put("available", false);
        backend.put("reason", missing.reason());
        backend.put("devices", List.of());
      }
    }
    return backend;
  }

  private static Map<String, Object> describe(Device device) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("index", device.index());
    entry.put("name", device.name());
    entry.put("driver", device.driver());
    entry.put("compute_units", device.computeUnits());
    entry.put("memory_bytes", device.memoryBytes());
    entry.put("detail", device.detail());
    return entry;
  }

  private static void print(Map<String, Object> backend) {
    if (backend.get("available").equals(false)) {
      Output.line(backend.get("name") + "\tmissing\t" + backend.get("reason"));
      return;
    }
    for (Object device : (List<?>) backend.get("devices")) {
      Map<?, ?> entry = (Map<?, ?>) device;
      Output.line(
          backend.get("name")
              + "\t"
              + entry.get("index")
              + "\t"
              + entry.get("name")
              + "\t"
              + entry.get("compute_units")
              + " units\t"
              + entry.get("detail")
              + "\t"
              + entry.get("driver"));
    }
  }
}
