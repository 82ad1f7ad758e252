package org.ribond.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendProvider;
import org.ribond.engine.compute.ComputeException;
import org.ribond.engine.compute.Probe;

/** What holds with a driver that fails at its n-th call, for every n. */
public abstract class FailingDriverContract {
  /** For the subclass of each kind of driver. */
  protected FailingDriverContract() {}

  /** A driver that accepts everything and computes nothing, but for one call. */
  protected abstract FailingCalls calls(int failing);

  /** Name of the status that the failing call answers. */
  protected abstract String status();

  /** Calls whose failure keeps steps from being recorded, and nothing else. */
  protected Set<String> recordingCalls() {
    return Set.of();
  }

  /** Matrix products to be tried. */
  protected abstract List<GemmKind> kinds();

  /** Starts a backend on the driver's first device. */
  protected abstract Backend open(FailingCalls calls, GemmKind kind, Consumer<String> notes);

  /** A provider on the driver. */
  protected abstract BackendProvider provider(FailingCalls calls);

  private void run(FailingCalls calls, GemmKind kind, Consumer<String> notes) {
    try (Backend backend = open(calls, kind, notes)) {
      StepScenario.run(backend);
    }
  }

  @Test
  void step_eachCallFailing_isTypedErrorOrNoteAndLeaksNothing() {
    for (GemmKind kind : kinds()) {
      FailingCalls sound = calls(0);
      run(sound, kind, note -> fail(note));
      assertEquals(Map.of(), sound.leaks());
      for (int n = 1; n <= sound.made(); n++) {
        stepFailing(n, kind);
      }
    }
  }

  private void stepFailing(int n, GemmKind kind) {
    FailingCalls calls = calls(n);
    List<String> notes = new ArrayList<>();
    try {
      run(calls, kind, notes::add);
      boolean recording = recordingCalls().contains(calls.failed());
      boolean releasing = calls.releases(calls.failed()) || calls.releases(calls.next());
      assertTrue(recording || releasing, "call " + n + ": " + calls.failed());
      assertEquals(recording ? 1 : 0, notes.size(), notes.toString());
      assertTrue(notes.stream().allMatch(note -> note.contains(status())), notes.toString());
    } catch (ComputeException e) {
      assertTrue(
          e.getMessage().contains(status()),
          "call " + n + ", " + calls.failed() + ": " + e.getMessage());
    } catch (RuntimeException e) {
      fail("call " + n + ", " + calls.failed(), e);
    }
    assertEquals(Map.of(), calls.leaks(), "call " + n + ", " + calls.failed());
  }

  @Test
  void steps_onSeveralThreads_leakNothing() throws Exception {
    FailingCalls calls = calls(0);
    GemmKind kind = kinds().getFirst();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        runs.add(threads.submit(() -> run(calls, kind, note -> fail(note))));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    }
    assertEquals(Map.of(), calls.leaks());
  }

  @Test
  void probe_eachCallFailing_isUnavailableWithReason() {
    FailingCalls sound = calls(0);
    assertInstanceOf(Probe.Available.class, provider(sound).probe());
    for (int n = 1; n <= sound.made(); n++) {
      String reason =
          assertInstanceOf(Probe.Unavailable.class, provider(calls(n)).probe()).reason();
      assertTrue(reason.contains(status()), reason);
    }
  }
}
