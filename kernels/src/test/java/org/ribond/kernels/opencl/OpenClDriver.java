package org.ribond.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Optional;
import org.ribond.engine.compute.Probe;
import org.ribond.kernels.Tool;

/** The OpenCL driver of this machine, for tests. */
public final class OpenClDriver {
  private OpenClDriver() {}

  /** Why there is none, if so. */
  static Optional<String> missing() {
    return new OpenClBackendProvider().probe() instanceof Probe.Unavailable missing
        ? Optional.of(missing.reason())
        : Optional.empty();
  }

  /**
   * Skips the calling test where there is no driver, or fails it where {@code -Drequire.backend}
   * wants one.
   */
  public static void orSkip() {
    if (missing().isPresent()) {
      String reason = missing().get();
      assertNotEquals(OpenClBackendProvider.NAME, System.getProperty("require.backend"), reason);
      throw Tool.skipped(reason);
    }
  }
}
