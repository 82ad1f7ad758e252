package org.ribond.kernels.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.BackendProvider;
import org.ribond.engine.compute.BackendUnavailableException;
import org.ribond.engine.compute.ComputeException;
import org.ribond.engine.compute.Precision;
import org.ribond.engine.compute.Probe;
import org.ribond.kernels.DeviceFiles;
import org.ribond.kernels.GemmKind;
import org.ribond.kernels.GpuBackend;
import org.ribond.kernels.LinkerWords;
import org.ribond.kernels.SelfTest;
import org.ribond.kernels.TensorGemm;

/** Offers NVIDIA cards of the Turing generation and newer. */
public final class CudaBackendProvider implements BackendProvider {
  /** Name by which users ask for it. */
  public static final String NAME = "cuda";

  private static final int RANK = 200;

  /** Behind all others: named, it still looks for a card. */
  private static final int RANK_WITHOUT_CARD = -1;

  /** Ampere: the first with TF32 and BF16. */
  private static final int TENSOR_CAPABILITY = 80;

  private final CudaApi api;
  private final DeviceFiles files;

  /** The driver of this machine. */
  public CudaBackendProvider() {
    this(new JCuda());
  }

  CudaBackendProvider(CudaApi api) {
    this(api, new DeviceFiles());
  }

  CudaBackendProvider(CudaApi api, DeviceFiles files) {
    this.api = api;
    this.files = files;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int rank() {
    return files.mayHaveNvidia() ? RANK : RANK_WITHOUT_CARD;
  }

  @Override
  public Set<Precision> precisions() {
    return Set.of(Precision.FP32, Precision.TF32, Precision.BF16);
  }

  @Override
  public Probe probe() {
    try {
      return new Probe.Available(devices().stream().map(CudaDevices.Found::device).toList());
    } catch (ComputeException e) {
      return new Probe.Unavailable(e.getMessage());
    }
  }

  /** Cards; a missing library is an exception with a plain reason. */
  private List<CudaDevices.Found> devices() {
    try {
      return new CudaDevices(api).list();
    } catch (LinkageError e) {
      throw new BackendUnavailableException(
          reason(LinkerWords.of(e), System.getProperty("os.name")) + "; see docs/gpu.md", e);
    }
  }

  /** Tells a driver that is not there from one that does not load, by the linker's words. */
  static String reason(String words, String system) {
    if (words.startsWith("libcuda.so.1: ")) {
      return "NVIDIA's driver is not installed (there is no libcuda.so.1)";
    }
    // What Java says on Windows; beside Windows' own libraries JCuda needs this one alone.
    if (words.equals("Can't find dependent libraries")) {
      return "NVIDIA's driver is not installed (there is no nvcuda.dll)";
    }
    String reason = "the library for CUDA cannot be loaded: " + words;
    return system.startsWith("Windows")
        ? reason + "; JCuda refuses drivers older than CUDA 12.0 (527) on Windows"
        : reason;
  }

  @Override
  public Backend open(BackendOptions options) {
    List<CudaDevices.Found> found = devices();
    if (options.device() >= found.size()) {
      throw new BackendUnavailableException(
          "cuda device " + options.device() + ": there are " + found.size());
    }
    CudaDevices.Found card = found.get(options.device());
    GemmKind kind =
        switch (options.precision()) {
          case FP32 -> GemmKind.TILED;
          case TF32 -> GemmKind.TF32;
          case BF16 -> GemmKind.BF16;
        };
    if (kind != GemmKind.TILED && card.capability() < TENSOR_CAPABILITY) {
      throw new BackendUnavailableException(
          card.device().name()
              + " ("
              + card.device().detail()
              + ") has no "
              + options.precision()
              + ": cards have it from compute capability 8.0 on");
    }
    Backend backend = open(api, card, kind, options.notes());
    try {
      SelfTest.run(backend);
    } catch (RuntimeException e) {
      backend.close();
      throw e;
    }
    return backend;
  }

  static Backend open(CudaApi api, CudaDevices.Found card, GemmKind kind, Consumer<String> notes) {
    List<CudaProgram> programs = new ArrayList<>();
    programs.add(CudaProgram.committed("cuda-75", 0));
    if (kind != GemmKind.TILED) {
      programs.add(CudaProgram.committed("tensor-80", TensorGemm.SHARED_BYTES));
    }
    return new GpuBackend(NAME, new CudaQueue(api, card, programs, notes), kind);
  }
}
