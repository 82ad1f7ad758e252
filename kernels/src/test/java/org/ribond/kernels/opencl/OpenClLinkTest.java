package org.ribond.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Probe;

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
  void probe_joclThatDoesNotLoad_isSaidInTheLinkersWords() {
    String words = "libstdc++.so.6: cannot open shared object file: No such file or directory";
    OpenClApi unlinked =
        (OpenClApi)
            Proxy.newProxyInstance(
                OpenClApi.class.getClassLoader(),
                new Class<?>[] {OpenClApi.class},
                (proxy, method, arguments) -> {
                  throw new UnsatisfiedLinkError("/x/libJOCL_2_0_6-linux-x86_64.so: " + words);
                });
    assertEquals(
        "the library for OpenCL cannot be loaded: " + words + "; see docs/gpu.md",
        assertInstanceOf(Probe.Unavailable.class, new OpenClBackendProvider(unlinked).probe())
            .reason());
  }
}
