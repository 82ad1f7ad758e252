package org.ribond.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.Map;
import org.jocl.CL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.ComputeException;
import org.ribond.engine.compute.DeviceMemoryException;
import org.ribond.engine.compute.KernelCompileException;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.Probe;
import org.ribond.kernels.FailingCalls;
import org.ribond.kernels.GemmKind;
import org.ribond.kernels.StepScenario;

/** An OpenCL driver that fails at its n-th call, for every n. */
class OpenClFailureTest {
  private static final Map<String, String> PAIRS =
      Map.of(
          "createContext", "releaseContext",
          "createCommandQueue", "releaseCommandQueue",
          "createProgram", "releaseProgram",
          "createKernel", "releaseKernel",
          "createBuffer", "releaseBuffer");

  @BeforeEach
  void needDriver() {
    OpenClDriver.orSkip();
  }

  private static FailingCalls calls(int failing, int status) {
    return FailingCalls.of(new Jocl(), failing, status, PAIRS);
  }

  private static FailingCalls idleCalls(int failing, int status) {
    return FailingCalls.of(IdleOpenCl.over(new Jocl()), failing, status, PAIRS);
  }

  private static void run(FailingCalls calls) {
    OpenClApi api = calls.as(OpenClApi.class);
    List<OpenClDevices.Found> found = new OpenClDevices(api).list();
    try (Backend backend = OpenClBackendProvider.open(api, found.getFirst(), GemmKind.PANEL)) {
      StepScenario.run(backend);
    }
  }

  @Test
  void step_eachCallFailing_isTypedErrorAndLeaksNothing() {
    FailingCalls sound = calls(0, 0);
    run(sound);
    assertEquals(Map.of(), sound.leaks());
    for (int n = 1; n <= sound.made(); n++) {
      FailingCalls calls = idleCalls(n, CL.CL_DEVICE_NOT_AVAILABLE);
      try {
        run(calls);
        assertTrue(calls.releases(calls.failed()), "call " + n + ": " + calls.failed());
      } catch (ComputeException e) {
        assertTrue(
            e.getMessage().contains("CL_DEVICE_NOT_AVAILABLE"),
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
        Probe.Available.class, new OpenClBackendProvider(sound.as(OpenClApi.class)).probe());
    for (int n = 1; n <= sound.made(); n++) {
      FailingCalls calls = calls(n, CL.CL_OUT_OF_HOST_MEMORY);
      Probe probe = new OpenClBackendProvider(calls.as(OpenClApi.class)).probe();
      String reason = assertInstanceOf(Probe.Unavailable.class, probe).reason();
      assertTrue(reason.contains("CL_OUT_OF_HOST_MEMORY"), reason);
    }
  }

  @Test
  void allocate_noMemory_saysBytesAskedAndFree() {
    OpenClApi real = new Jocl();
    OpenClDevices.Found found = new OpenClDevices(real).list().getFirst();
    FailingCalls counted = calls(0, 0);
    int opening;
    try (Backend backend =
        OpenClBackendProvider.open(counted.as(OpenClApi.class), found, GemmKind.PANEL)) {
      assertEquals(OpenClBackendProvider.NAME, backend.name());
      opening = counted.made();
    }
    FailingCalls calls = calls(opening + 1, CL.CL_MEM_OBJECT_ALLOCATION_FAILURE);
    try (Backend backend =
        OpenClBackendProvider.open(calls.as(OpenClApi.class), found, GemmKind.PANEL)) {
      DeviceMemoryException e = catchMemory(backend);
      assertEquals(1000L * 64 * Float.BYTES, e.bytesAsked());
      assertTrue(e.bytesFree() > 0, e.getMessage());
      assertTrue(e.getMessage().contains("smaller batch"), e.getMessage());
    }
    assertEquals("createBuffer", calls.failed());
  }

  private static DeviceMemoryException catchMemory(Backend backend) {
    try (Matrix matrix = backend.allocate(1000, 64)) {
      return fail("allocated " + matrix.rows());
    } catch (DeviceMemoryException e) {
      return e;
    }
  }

  @Test
  void open_brokenSource_carriesBuildLog() {
    FailingCalls calls = calls(0, 0);
    OpenClApi api = calls.as(OpenClApi.class);
    OpenClDevices.Found found = new OpenClDevices(api).list().getFirst();
    try (OpenClQueue queue = new OpenClQueue(api, found, "__kernel void f() { nonsense; }")) {
      fail("built on " + queue.device());
    } catch (KernelCompileException e) {
      assertTrue(e.log().contains("nonsense"), e.log());
      assertTrue(e.getMessage().contains("nonsense"), e.getMessage());
    }
    assertEquals(Map.of(), calls.leaks());
  }
}
