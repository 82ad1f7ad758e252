package org.ribond.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.Map;
import jcuda.driver.CUresult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.BackendUnavailableException;
import org.ribond.engine.compute.ComputeException;
import org.ribond.engine.compute.DeviceFailureException;
import org.ribond.engine.compute.DeviceMemoryException;
import org.ribond.engine.compute.Precision;
import org.ribond.engine.compute.Probe;
import org.ribond.kernels.FailingCalls;
import org.ribond.kernels.GemmKind;
import org.ribond.kernels.StepScenario;

/**
 * A CUDA driver that fails at its n-th call, for every n, and drivers and cards that are too old.
 */
class CudaFailureTest {
  private static final Map<String, String> PAIRS =
      Map.of(
          "retainContext", "releaseContext",
          "createStream", "destroyStream",
          "loadModule", "unloadModule",
          "allocate", "free",
          "endCapture", "destroyGraph",
          "instantiate", "destroyRunnable");

  private static FailingCalls calls(int failing, int status) {
    return FailingCalls.of(FakeCuda.of(13_000, 90), failing, status, PAIRS);
  }

  private static void run(FailingCalls calls, GemmKind kind) {
    CudaApi api = calls.as(CudaApi.class);
    List<CudaDevices.Found> found = new CudaDevices(api).list();
    try (Backend backend = CudaBackendProvider.open(api, found.getFirst(), kind, note -> {})) {
      StepScenario.run(backend);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TILED", "TF32"})
  void step_eachCallFailing_isTypedErrorAndLeaksNothing(GemmKind kind) {
    FailingCalls sound = calls(0, 0);
    run(sound, kind);
    assertEquals(Map.of(), sound.leaks());
    for (int n = 1; n <= sound.made(); n++) {
      FailingCalls calls = calls(n, CUresult.CUDA_ERROR_LAUNCH_FAILED);
      try {
        run(calls, kind);
        assertTrue(calls.releases(calls.failed()), "call " + n + ": " + calls.failed());
      } catch (ComputeException e) {
        assertTrue(
            e.getMessage().contains("CUDA_ERROR_LAUNCH_FAILED"),
            "call " + n + ", " + calls.failed() + ": " + e.getMessage());
      } catch (RuntimeException e) {
        fail("call " + n + ", " + calls.failed(), e);
      }
      assertEquals(Map.of(), calls.leaks(), "call " + n + ", " + calls.failed());
    }
  }

  @Test
  void probe_eachCallFailing_isUnavailableWithReason() {
    FailingCalls sound = calls(0, 0);
    assertInstanceOf(
        Probe.Available.class, new CudaBackendProvider(sound.as(CudaApi.class)).probe());
    for (int n = 1; n <= sound.made(); n++) {
      FailingCalls calls = calls(n, CUresult.CUDA_ERROR_SYSTEM_NOT_READY);
      Probe probe = new CudaBackendProvider(calls.as(CudaApi.class)).probe();
      String reason = assertInstanceOf(Probe.Unavailable.class, probe).reason();
      assertTrue(reason.contains("CUDA_ERROR_SYSTEM_NOT_READY"), reason);
    }
  }

  private static String reason(CudaApi api) {
    Probe probe = new CudaBackendProvider(api).probe();
    return assertInstanceOf(Probe.Unavailable.class, probe).reason();
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

  @Test
  void probe_noLibrary_isUnavailableWithReason() {
    CudaApi missing = FailingCalls.of(FakeCuda.of(13_000, 90), 0, 0, Map.of()).as(CudaApi.class);
    CudaApi unlinked =
        (CudaApi)
            java.lang.reflect.Proxy.newProxyInstance(
                CudaApi.class.getClassLoader(),
                new Class<?>[] {CudaApi.class},
                (proxy, method, arguments) -> {
                  throw new UnsatisfiedLinkError("libcuda.so.1: cannot open shared object file");
                });
    assertInstanceOf(Probe.Available.class, new CudaBackendProvider(missing).probe());
    assertTrue(reason(unlinked).startsWith("NVIDIA's driver is not installed"));
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
