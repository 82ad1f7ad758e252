package org.ribond.cli;

import java.util.ArrayList;
import java.util.List;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.Backends;
import org.ribond.engine.compute.Precision;
import picocli.CommandLine.Option;

/** Options of commands that compute: which backend, device and how many threads. */
final class BackendChoice {
  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = Backends.AUTO,
      description = "auto, scalar, vector, opencl or cuda (default: ${DEFAULT-VALUE}).")
  String backend;

  @Option(
      names = "--device",
      paramLabel = "N",
      defaultValue = "0",
      description = "Device of the backend, as 'ribond devices' numbers them (default: 0).")
  int device;

  @Option(
      names = {"-t", "--threads"},
      paramLabel = "N",
      description = "Threads on the CPU (default: all processors).")
  Integer threads;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      defaultValue = "fp32",
      description = {
        "Of matrix products: fp32, or on tensor cores of NVIDIA cards tf32 or bf16, with sums in"
            + " fp32 (default: ${DEFAULT-VALUE})."
      })
  Precision precision;

  /** Starts the backend and says which it is. */
  Backend open(Messages messages) {
    Backend backend = Backends.open(this.backend, options(), messages::info);
    messages.info(
        "backend "
            + backend.name()
            + " on "
            + backend.device().name()
            + ", "
            + backend.device().detail()
            + (precision == Precision.FP32 ? "" : ", " + precision));
    return backend;
  }

  private BackendOptions options() {
    int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    if (count < 1 || device < 0) {
      throw new UsageException("--threads must be at least 1 and --device at least 0");
    }
    return new BackendOptions(device, count, precision);
  }

  /** The same for one of {@code jobs} runs at a time, which share the threads. */
  BackendChoice shared(int jobs) {
    BackendChoice part = new BackendChoice();
    part.backend = backend;
    part.device = device;
    part.precision = precision;
    int all = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    part.threads = jobs == 1 ? threads : Integer.valueOf(Math.max(1, all / jobs));
    return part;
  }

  /** The options that stand for this. */
  List<String> arguments() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--backend",
                backend,
                "--device",
                String.valueOf(device),
                "--precision",
                precision.name()));
    if (threads != null) {
      arguments.addAll(List.of("--threads", String.valueOf(threads)));
    }
    return arguments;
  }
}
