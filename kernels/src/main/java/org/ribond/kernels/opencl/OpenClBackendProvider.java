package org.ribond.kernels.opencl;

import java.util.List;
import java.util.OptionalInt;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.BackendProvider;
import org.ribond.engine.compute.BackendUnavailableException;
import org.ribond.engine.compute.ComputeException;
import org.ribond.engine.compute.Probe;
import org.ribond.kernels.DeviceFiles;
import org.ribond.kernels.GemmKind;
import org.ribond.kernels.GpuBackend;
import org.ribond.kernels.KernelSource;
import org.ribond.kernels.LinkerWords;
import org.ribond.kernels.SelfTest;

/**
 * Offers OpenCL devices. {@code auto} times a GPU against the processor, and prefers the processor
 * to OpenCL on a processor.
 */
public final class OpenClBackendProvider implements BackendProvider {
  /** Name by which users ask for it. */
  public static final String NAME = "opencl";

  private static final int RANK_WITH_GPU = 150;
  private static final int RANK_WITHOUT_GPU = 50;

  private final OpenClApi api;
  private final DeviceFiles files;
  private OptionalInt rank = OptionalInt.empty();

  /** The driver of this machine. */
  public OpenClBackendProvider() {
    this(new Jocl());
  }

  OpenClBackendProvider(OpenClApi api) {
    this(api, new DeviceFiles());
  }

  OpenClBackendProvider(OpenClApi api, DeviceFiles files) {
    this.api = api;
    this.files = files;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int rank() {
    if (rank.isEmpty()) {
      rank = OptionalInt.of(hasGpu() ? RANK_WITH_GPU : RANK_WITHOUT_GPU);
    }
    return rank.getAsInt();
  }

  @Override
  public boolean isOnTrial() {
    return rank() == RANK_WITH_GPU;
  }

  /** Loads no library where the system shows that there is no GPU. */
  private boolean hasGpu() {
    try {
      return files.mayHaveGpu() && devices().stream().anyMatch(found -> !found.isProcessor());
    } catch (ComputeException e) {
      return false;
    }
  }

  @Override
  public Probe probe() {
    try {
      List<OpenClDevices.Found> found = devices();
      return found.isEmpty()
          ? new Probe.Unavailable("no OpenCL driver with a device is installed (see docs/gpu.md)")
          : new Probe.Available(found.stream().map(OpenClDevices.Found::device).toList());
    } catch (ComputeException e) {
      return new Probe.Unavailable(e.getMessage());
    }
  }

  /** Devices; a missing or unusable library is an exception with a plain reason. */
  private List<OpenClDevices.Found> devices() {
    try {
      return new OpenClDevices(api).list();
    } catch (LinkageError e) {
      throw new BackendUnavailableException(
          "the library for OpenCL cannot be loaded: " + LinkerWords.of(e) + "; see docs/gpu.md", e);
    } catch (UnsupportedOperationException e) {
      throw new BackendUnavailableException(
          "the OpenCL driver lacks a function of OpenCL 1.2: " + e.getMessage(), e);
    }
  }

  @Override
  public Backend open(BackendOptions options) {
    List<OpenClDevices.Found> found = devices();
    if (options.device() >= found.size()) {
      throw new BackendUnavailableException(
          "opencl device " + options.device() + ": there are " + found.size());
    }
    OpenClDevices.Found device = found.get(options.device());
    Backend backend = open(api, device, device.isProcessor() ? GemmKind.PANEL : GemmKind.TILED);
    try {
      SelfTest.run(backend);
    } catch (RuntimeException e) {
      backend.close();
      throw e;
    }
    return backend;
  }

  static Backend open(OpenClApi api, OpenClDevices.Found device, GemmKind kind) {
    String source = KernelSource.read(kind == GemmKind.PANEL ? "opencl_cpu.cl" : "opencl.cl");
    return new GpuBackend(NAME, new OpenClQueue(api, device, source), kind);
  }
}
