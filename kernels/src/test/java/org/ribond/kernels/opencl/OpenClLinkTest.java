package org.ribond.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ribond.engine.compute.Probe;
import org.ribond.kernels.DeviceFiles;

/** What is said where JOCL or the driver does not load. */
class OpenClLinkTest {
  @Test
  void library_isUnderItsNameInJoclsJar() {
    assertTrue(Jocl.library().isInJar());
  }

  @Test
  void loader_isThatOfTheSystem() {
    assertEquals("libOpenCL.so.1", Jocl.loader("Linux"));
    assertEquals("OpenCL.dll", Jocl.loader("Windows 11"));
    assertTrue(Jocl.loader("Mac OS X").endsWith("OpenCL.framework/Versions/Current/OpenCL"));
  }

  @Test
  void probe_afterALookForAGpu_stillSaysWhyNothingLoads(@TempDir Path root) throws IOException {
    Files.createDirectories(root.resolve("dev"));
    Files.createFile(root.resolve("dev/kfd"));
    Deque<LinkageError> errors =
        new ArrayDeque<>(
            List.of(
                new UnsatisfiedLinkError(
                    "/x/libJOCL_2_0_6-linux-x86_64.so: libstdc++.so.6: cannot open shared object"
                        + " file: No such file or directory"),
                new NoClassDefFoundError("Could not initialize class org.jocl.CL")));
    OpenClApi unlinked =
        (OpenClApi)
            Proxy.newProxyInstance(
                OpenClApi.class.getClassLoader(),
                new Class<?>[] {OpenClApi.class},
                (proxy, method, arguments) -> {
                  throw errors.removeFirst();
                });
    OpenClBackendProvider provider =
        new OpenClBackendProvider(unlinked, new DeviceFiles(root, true));

    assertEquals(50, provider.rank());
    assertEquals(
        "the library for OpenCL cannot be loaded: libstdc++.so.6: cannot open shared object file: No"
            + " such file or directory; see docs/gpu.md",
        assertInstanceOf(Probe.Unavailable.class, provider.probe()).reason());
  }
}
