package org.ribond.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream_flags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.BackendProvider;
import org.ribond.engine.compute.BackendUnavailableException;
import org.ribond.engine.compute.DeviceFailureException;
import org.ribond.engine.compute.DeviceMemoryException;
import org.ribond.engine.compute.Precision;
import org.ribond.engine.compute.Probe;
import org.ribond.kernels.DeviceFiles;
import org.ribond.kernels.FailingCalls;
import org.ribond.kernels.FailingDriverContract;
import org.ribond.kernels.GemmKind;

/**
 * A CUDA driver that fails at its n-th call, for every n, and drivers and cards that are too old.
 */
class CudaFailureTest extends FailingDriverContract {
  private static final Map<String, String> PAIRS =
      Map.of(
          "retainContext", "releaseContext",
          "createStream", "destroyStream",
          "allocateHost", "freeHost",
          "loadModule", "unloadModule",
          "allocate", "free",
          "endCapture", "destroyGraph",
          "instantiate", "destroyRunnable");

  @Override
  protected FailingCalls calls(int failing) {
    return FailingCalls.of(
        FakeCuda.of(13_000, 90), failing, CUresult.CUDA_ERROR_LAUNCH_FAILED, PAIRS);
  }

  @Override
  protected String status() {
    return "CUDA_ERROR_LAUNCH_FAILED";
  }

  @Override
  protected Set<String> recordingCalls() {
    return Set.of("beginCapture", "endCapture", "instantiate");
  }

  @Override
  protected List<GemmKind> kinds() {
    return List.of(GemmKind.TILED, GemmKind.TF32);
  }

  @Override
  protected Backend open(FailingCalls calls, GemmKind kind, Consumer<String> notes) {
    CudaApi api = calls.as(CudaApi.class);
    CudaDevices.Found card = new CudaDevices(api).list().getFirst();
    return CudaBackendProvider.open(api, card, kind, notes);
  }

  @Override
  protected BackendProvider provider(FailingCalls calls) {
    return new CudaBackendProvider(calls.as(CudaApi.class));
  }

  @Test
  void open_stream_doesNotWaitForTheDefaultStream() {
    List<Integer> flags = new ArrayList<>();
    CudaApi fake = FakeCuda.of(13_000, 90);
    CudaApi watched =
        (CudaApi)
            Proxy.newProxyInstance(
                CudaApi.class.getClassLoader(),
                new Class<?>[] {CudaApi.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("createStream")) {
                    flags.add((int) arguments[1]);
                  }
                  return method.invoke(fake, arguments);
                });
    CudaDevices.Found card = new CudaDevices(watched).list().getFirst();
    CudaBackendProvider.open(watched, card, GemmKind.TILED, note -> {}).close();
    assertEquals(List.of(CUstream_flags.CU_STREAM_NON_BLOCKING), flags);
  }

  private static String reason(CudaApi api) {
    Probe probe = new CudaBackendProvider(api).probe();
    return assertInstanceOf(Probe.Unavailable.class, probe).reason();
  }

  @Test
  void rank_withoutACard_isTheLastAndAsksNoDriver(@TempDir Path root) throws IOException {
    FailingCalls calls = calls(0);
    CudaApi api = calls.as(CudaApi.class);
    assertTrue(new CudaBackendProvider(api, new DeviceFiles(root, true)).rank() < 0);
    Files.createDirectories(root.resolve("dev"));
    Files.createFile(root.resolve("dev/nvidiactl"));
    assertEquals(200, new CudaBackendProvider(api, new DeviceFiles(root, true)).rank());
    assertEquals(0, calls.made());
  }

  @Test
  void probe_oldDriver_saysWhichIsNeeded() {
    assertEquals(
        "NVIDIA's driver is for CUDA 10.2; the kernels need 11.0 (driver 450) or newer, or take the"
            + " opencl backend",
        reason(FakeCuda.of(10_020, 90)));
  }

  @Test
  void probe_oldCard_pointsToOpenCl() {
    assertEquals(
        "cards older than Turing take the opencl backend: Fake card (compute capability 6.1)",
        reason(FakeCuda.of(13_000, 61)));
  }

  @Test
  void open_tf32OnTuring_saysWhichCardsHaveIt() {
    CudaBackendProvider provider = new CudaBackendProvider(FakeCuda.of(13_000, 75));
    BackendOptions options = new BackendOptions(0, 1, Precision.TF32);
    assertEquals(
        "Fake card (compute capability 7.5) has no tf32: cards have it from compute capability 8.0"
            + " on",
        assertThrows(BackendUnavailableException.class, () -> provider.open(options)).getMessage());
  }

  private static CudaApi unlinked(String message) {
    return (CudaApi)
        Proxy.newProxyInstance(
            CudaApi.class.getClassLoader(),
            new Class<?>[] {CudaApi.class},
            (proxy, method, arguments) -> {
              throw new UnsatisfiedLinkError(message);
            });
  }

  @Test
  void probe_noDriver_isSaidToBeMissing() {
    assertEquals(
        "NVIDIA's driver is not installed (there is no libcuda.so.1); see docs/gpu.md",
        reason(
            unlinked(
                "/tmp/libJCudaDriver-12.6.0-linux-x86_64.so: libcuda.so.1: cannot open shared object"
                    + " file: No such file or directory")));
    assertEquals(
        "NVIDIA's driver is not installed (there is no nvcuda.dll); see docs/gpu.md",
        reason(
            unlinked(
                "C:\\Temp\\JCudaDriver-12.6.0-windows-x86_64.dll: Can't find dependent libraries")));
  }

  @Test
  void probe_driverThatDoesNotLoad_isSaidInTheLinkersWords() {
    String words =
        "libnvidia-fatbinaryloader.so.418.226.00: cannot open shared object file: No such file or"
            + " directory";
    assertTrue(
        reason(unlinked("/tmp/libJCudaDriver-12.6.0-linux-x86_64.so: " + words))
            .startsWith("the library for CUDA cannot be loaded: " + words));
  }

  @Test
  void reason_onWindows_namesTheOldestDriver() {
    String words = "The specified procedure could not be found";
    assertEquals(
        "the library for CUDA cannot be loaded: "
            + words
            + "; JCuda refuses drivers older than CUDA 12.0 (527) on Windows",
        CudaBackendProvider.reason(words, "Windows 11"));
    assertEquals(
        "the library for CUDA cannot be loaded: " + words,
        CudaBackendProvider.reason(words, "Linux"));
  }

  @Test
  void list_driver_hasGraphsFromCuda114On() {
    assertFalse(new CudaDevices(FakeCuda.of(11_030, 90)).list().getFirst().hasGraphs());
    assertTrue(new CudaDevices(FakeCuda.of(11_040, 90)).list().getFirst().hasGraphs());
  }

  @Test
  void library_isUnderItsNameInJCudasJarsForLinuxAndWindowsAlone() {
    String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    assertEquals(system.matches("(Linux|Windows).* amd64"), JCuda.library().isInJar(), system);
  }

  @Test
  void allocate_noMemory_saysBytesAskedAndFree() {
    CudaApi api = FakeCuda.of(13_000, 90, 100_000);
    CudaDevices.Found card = new CudaDevices(api).list().getFirst();
    try (Backend backend = CudaBackendProvider.open(api, card, GemmKind.TILED, note -> {})) {
      DeviceMemoryException e =
          assertThrows(DeviceMemoryException.class, () -> backend.allocate(1000, 64));
      assertEquals(1000L * 64 * Float.BYTES, e.bytesAsked());
      assertEquals(100_000, e.bytesFree());
      assertEquals(
          "Fake card has not the 256000 bytes asked for (100000 of 8589934592 free); use a smaller"
              + " batch",
          e.getMessage());
    }
  }

  @Test
  void open_wrongAnswers_failsTheSelfTest() {
    CudaBackendProvider provider = new CudaBackendProvider(FakeCuda.of(13_000, 90));
    DeviceFailureException e =
        assertThrows(DeviceFailureException.class, () -> provider.open(BackendOptions.defaults()));
    assertTrue(e.getMessage().startsWith("self-test of Fake card"), e.getMessage());
  }
}
