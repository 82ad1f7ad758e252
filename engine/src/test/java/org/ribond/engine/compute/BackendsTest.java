package org.ribond.engine.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

  /** A provider of the scalar backend under another name, which must prove itself. */
  private static final class OnTrial implements BackendProvider {
    private final List<Backend> opened = new ArrayList<>();
    private final BackendProvider scalar = new ScalarBackendProvider();

    @Override
    public String name() {
      return "gpu";
    }

    @Override
    public int rank() {
      return 150;
    }

    @Override
    public boolean isOnTrial() {
      return true;
    }

    @Override
    public Probe probe() {
      return scalar.probe();
    }

    @Override
    public Backend open(BackendOptions options) {
      opened.add(scalar.open(options));
      return opened.getLast();
    }
  }

  /** Whether {@code auto} takes the one on trial if it takes so long, and the other 2 ms. */
  private static boolean isTaken(long nanos, List<String> messages) {
    OnTrial gpu = new OnTrial();
    List<BackendProvider> providers = List.of(ABSENT, gpu, FAILING, new ScalarBackendProvider());
    try (Backend backend =
        Backends.auto(
            providers,
            OPTIONS.withNotes(messages::add),
            tried -> gpu.opened.contains(tried) ? nanos : 2_000_000)) {
      return gpu.opened.contains(backend);
    }
  }

  @Test
  void open_autoOnTrial_takesTheFasterAndSaysSo() {
    List<String> messages = new ArrayList<>();
    assertTrue(isTaken(1_000_000, messages));
    assertFalse(isTaken(3_000_000, messages));
    assertEquals(
        List.of(
            "backend failing: does not start",
            "a product takes 1.00 ms on gpu, 2.00 ms on scalar",
            "backend failing: does not start",
            "a product takes 3.00 ms on gpu, 2.00 ms on scalar"),
        messages);
  }

  @Test
  void open_autoOnTrialThatFails_takesTheNextAndSaysWhy() {
    OnTrial gpu = new OnTrial();
    List<String> messages = new ArrayList<>();
    List<BackendProvider> providers = List.of(gpu, new ScalarBackendProvider());
    try (Backend backend =
        Backends.auto(
            providers,
            OPTIONS.withNotes(messages::add),
            tried -> {
              if (gpu.opened.contains(tried)) {
                throw new DeviceFailureException("clFinish", "CL_OUT_OF_RESOURCES");
              }
              return 1;
            })) {
      assertFalse(gpu.opened.contains(backend));
    }
    assertEquals(1, messages.size());
    assertTrue(messages.getFirst().contains("CL_OUT_OF_RESOURCES"), messages.getFirst());
  }

  @Test
  void open_autoOnTrialAndAlone_isTakenUntried() {
    OnTrial gpu = new OnTrial();
    try (Backend backend =
        Backends.auto(
            List.of(gpu, ABSENT),
            OPTIONS,
            tried -> {
              throw new AssertionError("tried");
            })) {
      assertEquals(gpu.opened, List.of(backend));
    }
  }

  @Test
  void speedTrial_whileTimesFall_goesOnAndGivesTheShortest() {
    long[] clock = new long[1];
    long[] times = {600_000_000, 50_000_000, 3_000_000, 300_000};
    int[] calls = new int[1];
    try (Backend backend = new ScalarBackendProvider().open(OPTIONS)) {
      long nanos =
          new SpeedTrial(
                  () -> {
                    int call = calls[0]++;
                    if (call % 2 == 1) {
                      clock[0] += times[Math.min(call / 2, times.length - 1)];
                      // Between two products much else may happen.
                      return clock[0];
                    }
                    clock[0] += call > 8 ? 40_000_000 : 0;
                    return clock[0];
                  })
              .nanos(backend);
      assertEquals(300_000, nanos);
      assertTrue(calls[0] < 40, calls[0] + " looks at the clock");
    }
  }

  private static String failure(String name) {
    return assertThrows(
            BackendUnavailableException.class,
            () -> Backends.open(PROVIDERS, name, OPTIONS, message -> {}))
        .getMessage();
  }
}
