package org.ribond.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.DeviceMemoryException;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.scalar.ScalarBackend;

class NetworkTest {
  private static final Architecture ARCHITECTURE =
      new Architecture(
          List.of(new Window("residue", 20, 3), new Window("base", 4, 1)),
          List.of(7, 5),
          Activation.TANH,
          0.5f,
          2);

  private final Backend backend = new ScalarBackend();

  @Test
  void scorePairs_anyTiling_isTheSame() {
    Random random = new Random(1);
    Weights weights = TestNetworks.randomWeights(ARCHITECTURE, random);
    int[] protein = TestNetworks.pool(ARCHITECTURE.windows().get(0), 9, random);
    int[] rna = TestNetworks.pool(ARCHITECTURE.windows().get(1), 6, random);
    float[] whole = map(backend, weights, protein, rna, 54);
    assertArrayEquals(whole, map(backend, weights, protein, rna, 1));
    assertArrayEquals(whole, map(TestNetworks.preferring(10, backend), weights, protein, rna, 10));
    for (int pair = 0; pair < 54; pair++) {
      assertEquals(1, whole[2 * pair] + whole[2 * pair + 1], 1e-6);
    }
  }

  private static float[] map(
      Backend backend, Weights weights, int[] protein, int[] rna, int tileRows) {
    try (Network network = new Network(backend, ARCHITECTURE, weights);
        WindowSums p =
            network.windowSums(
                0,
                TestNetworks.ints(backend, protein),
                TestNetworks.ints(backend, 3, 4, 5, 6, 7, 8, 9, 10, 11));
        WindowSums q =
            network.windowSums(
                1, TestNetworks.ints(backend, rna), TestNetworks.ints(backend, 1, 2, 3, 4, 5, 6))) {
      int pairs = p.positions() * q.positions();
      float[] map = new float[2 * pairs];
      for (int first = 0; first < pairs; first += tileRows) {
        Matrix tile = backend.allocate(Math.min(tileRows, pairs - first), 2);
        network.scorePairs(p, q, first, tile);
        float[] scores = TestNetworks.values(backend, tile);
        System.arraycopy(scores, 0, map, 2 * first, scores.length);
      }
      return map;
    }
  }

  @Test
  void scorePairs_moreThanATile_namesBoth() {
    Backend small = TestNetworks.preferring(10, backend);
    Weights weights = Weights.zeros(ARCHITECTURE);
    try (Network network = new Network(small, ARCHITECTURE, weights)) {
      assertEquals(10, network.tileRows());
      WindowSums p = new WindowSums(List.of(backend.allocate(4, 7)));
      WindowSums q = new WindowSums(List.of(backend.allocate(4, 7)));
      Matrix out = backend.allocate(11, 2);
      Exception e =
          assertThrows(IllegalArgumentException.class, () -> network.scorePairs(p, q, 0, out));
      assertEquals("scorePairs: 11 pairs, at most 10 at a time", e.getMessage());
    }
  }

  @Test
  void tileRows_wideNetwork_staysWithinItsMemory() {
    Architecture wide =
        new Architecture(ARCHITECTURE.windows(), List.of(1 << 18), Activation.RELU, 0, 2);
    Backend greedy = TestNetworks.preferring(Integer.MAX_VALUE, backend);
    try (Network network = new Network(greedy, wide, Weights.zeros(wide))) {
      assertEquals(64, network.tileRows());
    }
  }

  @Test
  void setWeights_ofAnotherArchitecture_areRefused() {
    Architecture other =
        new Architecture(ARCHITECTURE.windows(), List.of(7, 4), Activation.TANH, 0.5f, 2);
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
      Backend limited = failingAt(failing, open);
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

  /** A backend whose allocation {@code number} fails; {@code open} counts what is not closed. */
  private Backend failingAt(int number, AtomicInteger open) {
    AtomicInteger allocations = new AtomicInteger();
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("allocate")) {
                if (allocations.incrementAndGet() == number) {
                  throw new DeviceMemoryException("full", 1, 0);
                }
                open.incrementAndGet();
                return counting(backend.allocate((int) arguments[0], (int) arguments[1]), open);
              }
              if (method.getName().equals("upload")) {
                return null;
              }
              try {
                return method.invoke(backend, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static Matrix counting(Matrix matrix, AtomicInteger open) {
    return new Matrix() {
      @Override
      public int rows() {
        return matrix.rows();
      }

      @Override
      public int columns() {
        return matrix.columns();
      }

      @Override
      public Matrix leadingRows(int count) {
        return matrix.leadingRows(count);
      }

      @Override
      public void close() {
        open.decrementAndGet();
      }
    };
  }
}
