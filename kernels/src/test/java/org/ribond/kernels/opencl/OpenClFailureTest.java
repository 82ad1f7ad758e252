package org.ribond.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jocl.CL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendProvider;
import org.ribond.engine.compute.DeviceMemoryException;
import org.ribond.engine.compute.KernelCompileException;
import org.ribond.engine.compute.Matrix;
import org.ribond.kernels.FailingCalls;
import org.ribond.kernels.FailingDriverContract;
import org.ribond.kernels.GemmKind;
import org.ribond.kernels.StepScenario;

/** An OpenCL driver that fails at its n-th call, for every n. */
class OpenClFailureTest extends FailingDriverContract {
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

  @Override
  protected FailingCalls calls(int failing) {
    return FailingCalls.of(IdleOpenCl.over(new Jocl()), failing, CL.CL_DEVICE_NOT_AVAILABLE, PAIRS);
  }

  @Override
  protected String status() {
    return "CL_DEVICE_NOT_AVAILABLE";
  }

  @Override
  protected List<GemmKind> kinds() {
    return List.of(GemmKind.PANEL, GemmKind.TILED);
  }

  @Override
  protected Backend open(FailingCalls calls, GemmKind kind, Consumer<String> notes) {
    return open(calls, kind);
  }

  private static Backend open(FailingCalls calls, GemmKind kind) {
    OpenClApi api = calls.as(OpenClApi.class);
    return OpenClBackendProvider.open(api, new OpenClDevices(api).list().getFirst(), kind);
  }

  @Override
  protected BackendProvider provider(FailingCalls calls) {
    return new OpenClBackendProvider(calls.as(OpenClApi.class));
  }

  private static FailingCalls onDriver(int failing, int status) {
    return FailingCalls.of(new Jocl(), failing, status, PAIRS);
  }

  @Test
  void step_onTheDriver_leaksNothing() {
    FailingCalls calls = onDriver(0, 0);
    try (Backend backend = open(calls, GemmKind.PANEL)) {
      StepScenario.run(backend);
    }
    assertEquals(Map.of(), calls.leaks());
  }

  @Test
  void allocate_noMemory_saysBytesAskedAndFree() {
    FailingCalls counted = onDriver(0, 0);
    int opening;
    try (Backend backend = open(counted, GemmKind.PANEL)) {
      assertEquals(OpenClBackendProvider.NAME, backend.name());
      opening = counted.made();
    }
    FailingCalls calls = onDriver(opening + 1, CL.CL_MEM_OBJECT_ALLOCATION_FAILURE);
    try (Backend backend = open(calls, GemmKind.PANEL)) {
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
    FailingCalls calls = onDriver(0, 0);
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
