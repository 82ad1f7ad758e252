package org.ribond.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jocl.CL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ribond.engine.compute.vector.VectorBackendProvider;
import org.ribond.kernels.DeviceFiles;
import org.ribond.kernels.FailingCalls;

/** Where {@code auto} places OpenCL: a GPU before the processor, a processor after it. */
class OpenClRankTest {
  private static final int VECTOR = new VectorBackendProvider().rank();

  @TempDir private Path root;
  private final FailingCalls calls = FailingCalls.of(new Jocl(), 0, 0, Map.of());

  @BeforeEach
  void needDriver() {
    OpenClDriver.orSkip();
  }

  /** The driver's devices, all of which say that they are GPUs. */
  private OpenClApi asGpus() {
    OpenClApi real = calls.as(OpenClApi.class);
    return (OpenClApi)
        Proxy.newProxyInstance(
            OpenClApi.class.getClassLoader(),
            new Class<?>[] {OpenClApi.class},
            (proxy, method, arguments) -> {
              Object status = method.invoke(real, arguments);
              if (method.getName().equals("getDeviceInfo")
                  && (int) arguments[1] == CL.CL_DEVICE_TYPE) {
                ByteBuffer.wrap((byte[]) arguments[2])
                    .order(ByteOrder.nativeOrder())
                    .putLong(CL.CL_DEVICE_TYPE_GPU);
              }
              return status;
            });
  }

  private DeviceFiles withRenderer() throws IOException {
    Files.createDirectories(root.resolve("dev/dri"));
    Files.createFile(root.resolve("dev/dri/renderD128"));
    return new DeviceFiles(root, true);
  }

  @Test
  void gpu_isBeforeTheProcessorAndOnTrial() throws IOException {
    OpenClBackendProvider provider = new OpenClBackendProvider(asGpus(), withRenderer());
    assertTrue(provider.rank() > VECTOR);
    assertTrue(provider.isOnTrial());
  }

  @Test
  void processor_isBehindTheProcessorsOwn() throws IOException {
    OpenClBackendProvider provider =
        new OpenClBackendProvider(calls.as(OpenClApi.class), withRenderer());
    assertTrue(provider.rank() < VECTOR);
    assertFalse(provider.isOnTrial());
  }

  @Test
  void noGpuFile_isBehindTheProcessorWithoutAskingTheDriver() {
    OpenClBackendProvider provider =
        new OpenClBackendProvider(asGpus(), new DeviceFiles(root, true));
    assertTrue(provider.rank() < VECTOR);
    assertFalse(provider.isOnTrial());
    assertEquals(0, calls.made());
  }
}
