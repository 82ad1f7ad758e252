package org.ribond.engine.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.compute.scalar.ScalarBackendProvider;

class BackendsTest {
  private static final BackendOptions OPTIONS = new BackendOptions(0, 1);

  /** A provider whose probe finds nothing, or whose start fails. */
  private record Broken(String name, int rank, Probe probe) implements BackendProvider {
    @Override
    public Backend open(BackendOptions options) {
      throw new BackendUnavailableException("does not start");
    }
  }

  private static final BackendProvider ABSENT =
      new Broken("absent", 30, new Probe.Unavailable("libabsent.so not found"));
  private static final BackendProvider FAILING =
      new Broken("failing", 20, new Probe.Available(List.of()));
  private static final List<BackendProvider> PROVIDERS =
      List.of(ABSENT, FAILING, new ScalarBackendProvider());

  @Test
  void providers_ofThisModule_areInOrderOfPreference() {
    List<String> names = Backends.providers().stream().map(BackendProvider::name).toList();
    assertTrue(names.indexOf("vector") < names.indexOf("scalar"), names.toString());
    assertTrue(names.contains("vector"), names.toString());
  }

  @Test
  void open_auto_fallsBackAndTellsWhyADeviceFailed() {
    List<String> messages = new ArrayList<>();
    try (Backend backend = Backends.open(PROVIDERS, Backends.AUTO, OPTIONS, messages::add)) {
      assertEquals(ScalarBackend.NAME, backend.name());
    }
    assertEquals(List.of("backend failing: does not start"), messages);
  }

  @Test
  void open_namedButAbsent_isAnErrorWithTheReason() {
    assertEquals("backend absent: libabsent.so not found", failure("absent"));
  }

  @Test
  void open_unknownName_listsWhatThereIs() {
    assertEquals("no backend is named 'tpu'; there are absent, failing, scalar", failure("tpu"));
  }

  @Test
  void open_precisionThatNoneHas_isAnErrorWithTheReason() {
    BackendOptions options = new BackendOptions(0, 1, Precision.TF32);
    String message =
        assertThrows(
                BackendUnavailableException.class,
                () -> Backends.open(PROVIDERS, Backends.AUTO, options, told -> {}))
            .getMessage();
    assertTrue(message.contains("backend scalar: has no precision tf32"), message);
  }

  private static String failure(String name) {
    return assertThrows(
            BackendUnavailableException.class,
            () -> Backends.open(PROVIDERS, name, OPTIONS, message -> {}))
        .getMessage();
  }
}
