package org.ribond.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.DeviceMemoryException;
import org.ribond.engine.compute.scalar.ScalarBackend;

class NetworkTest {
  private static final WindowArchitecture ARCHITECTURE =
      new WindowArchitecture(
          List.of(new Window("residue", 20, 3), new Window("base", 4, 1)),
          List.of(7, 5),
          Activation.TANH,
          0.5f,
          2);

  private final Backend backend = new ScalarBackend();

  @Test
  void setWeights_ofAnotherArchitecture_areRefused() {
    WindowArchitecture other =
        new WindowArchitecture(ARCHITECTURE.windows(), List.of(7, 4), Activation.TANH, 0.5f, 2);
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Network(backend, ARCHITECTURE, Weights.zeros(other)));
    assertTrue(e.getMessage().contains("dense.1.weights 7x4"), e.getMessage());
  }

  @Test
  void weights_downloaded_areTheUploadedOnes() {
    Weights weights = Weights.initial(ARCHITECTURE, 5, 2);
    try (Network network = new Network(backend, ARCHITECTURE, weights)) {
      assertArrayEquals(TestNetworks.flat(weights), TestNetworks.flat(network.weights()));
    }
  }

  @Test
  void networkAndLearner_memoryFailsAtAnyAllocation_leaveNothingAllocated() {
    int failures = 0;
    for (int failing = 1; ; failing++) {
      AtomicInteger open = new AtomicInteger();
      Backend limited = TestNetworks.failingAt(failing, open, backend);
      try (Network network =
              new Network(limited, ARCHITECTURE, Weights.initial(ARCHITECTURE, 1, 0));
          Learner learner = new Learner(network, Adam.of(0.001f), 1, 0, 8)) {
        assertEquals(0, learner.steps());
        break;
      } catch (DeviceMemoryException e) {
        failures++;
      }
      assertEquals(0, open.get(), "matrices left open after failure of allocation " + failing);
    }
    assertEquals(7 * 4 + 2 + 3 + 3 + 2, failures);
  }
}
