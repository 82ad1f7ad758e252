package org.ribond.kernels;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.BackendProvider;
import org.ribond.engine.compute.Backends;
import org.ribond.engine.compute.Probe;

/** A backend that a test asks for by name. */
final class DeviceUnderTest {
  private DeviceUnderTest() {}

  /**
   * Starts a backend; skips the calling test where it is missing, or fails it where {@code
   * -Drequire.backend} wants it.
   */
  static Backend openOrSkip(String name) {
    BackendProvider provider =
        Backends.providers().stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow();
    if (provider.probe() instanceof Probe.Unavailable missing) {
      assertNotEquals(name, System.getProperty("require.backend"), missing.reason());
      throw Tool.skipped(missing.reason());
    }
    return provider.open(BackendOptions.defaults());
  }
}
