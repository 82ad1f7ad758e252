package org.ribond.cli.options;

import java.util.ArrayList;
import java.util.List;
import org.ribond.cli.terminal.Messages;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.Backends;
import org.ribond.engine.compute.Precision;
import org.ribond.engine.compute.scalar.ScalarBackend;
import picocli.CommandLine.Option;

/** Options of commands that compute: which backend, device and how many threads. */
public final class BackendChoice {
  /** Far more than help, and not so many that the system refuses them. */
  public static final int MOST_THREADS = 1024;

  /**
   * Multiply-adds of a job that plain Java has done by the time at which vector kernels are
   * compiled or a GPU is up. The launcher relies on it, which starts Java without vectors for jobs
   * that are certainly within it.
   */
  public static final double SHORT_JOB = 1L << 31;

  private static final String VECTOR = "vector";

  private static final List<String> NAMES =
      List.of(Backends.AUTO, ScalarBackend.NAME, VECTOR, "opencl", "cuda");

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = Backends.AUTO,
      description =
          "auto, scalar, vector, opencl or cuda (default: ${DEFAULT-VALUE}). To predict few pairs,"
              + " auto takes scalar, which starts fastest.")
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

  /**
   * Starts the backend and says which it is.
   *
   * @throws UsageException if there can be no such backend, device or number of threads
   */
  public Backend open(Messages messages) {
    return open(backend, "", messages);
  }

  /** The same for work that was measured on no GPU yet: auto takes the CPU. */
  public BackendChoice onProcessor() {
    return backend.equals(Backends.AUTO) ? of(VECTOR) : this;
  }

  /**
   * The same for a job of so many multiply-adds: where any device may be chosen, a short job goes
   * to the scalar backend. The choice depends on nothing but the job and the options.
   */
  public Backend open(double multiplyAdds, Messages messages) {
    boolean isFree = backend.equals(Backends.AUTO) && device == 0 && precision == Precision.FP32;
    return isFree && multiplyAdds <= SHORT_JOB
        ? open(ScalarBackend.NAME, ", as the job is short", messages)
        : open(messages);
  }

  private Backend open(String name, String reason, Messages messages) {
    if (!NAMES.contains(name)) {
      throw new UsageException("--backend " + name + " is none of " + String.join(", ", NAMES));
    }
    Backend backend = Backends.open(name, options(), messages::info);
    messages.info(
        "backend "
            + backend.name()
            + " on "
            + backend.device().name()
            + ", "
            + backend.device().detail()
            + (precision == Precision.FP32 ? "" : ", " + precision)
            + reason);
    return backend;
  }

  private BackendOptions options() {
    if (device < 0) {
      throw new UsageException("--device " + device + " is below 0");
    }
    return new BackendOptions(device, threads(), precision);
  }

  /**
   * Threads on the CPU.
   *
   * @throws UsageException if there cannot be so many
   */
  public int threads() {
    int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    if (count < 1 || count > MOST_THREADS) {
      throw new UsageException("--threads " + count + " is not from 1 to " + MOST_THREADS);
    }
    return count;
  }

  /** The same for one of {@code jobs} at a time, which share the threads. */
  public BackendChoice shared(int jobs) {
    BackendChoice part = of(backend);
    part.threads = jobs == 1 ? threads : Integer.valueOf(Math.max(1, threads() / jobs));
    return part;
  }

  /** The same on the backend {@code name}. */
  public BackendChoice of(String name) {
    BackendChoice other = new BackendChoice();
    other.backend = name;
    other.device = device;
    other.precision = precision;
    other.threads = threads;
    return other;
  }

  /** The options that stand for this. */
  public List<String> arguments() {
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
