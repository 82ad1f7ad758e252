package org.ribond.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.DeviceMemoryException;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.scalar.ScalarBackend;

class MapNetworkTest {
  private static final WindowArchitecture ARCHITECTURE =
      new WindowArchitecture(
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
    float[] whole = map(backend, ARCHITECTURE, weights, protein, rna, 54);
    assertArrayEquals(whole, map(backend, ARCHITECTURE, weights, protein, rna, 1));
    assertArrayEquals(
        whole, map(TestNetworks.preferring(10, backend), ARCHITECTURE, weights, protein, rna, 10));
    for (int pair = 0; pair < 54; pair++) {
      assertEquals(1, whole[2 * pair] + whole[2 * pair + 1], 1e-6);
    }
  }

  private static float[] map(
      Backend backend,
      WindowArchitecture architecture,
      Weights weights,
      int[] protein,
      int[] rna,
      int tileRows) {
    try (MapNetwork network = new MapNetwork(backend, architecture, weights);
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
  void scorePairs_turnedUnits_areTheSameScoresFromMoreZeros() {
    Random random = new Random(2);
    for (List<Integer> hidden : List.of(List.of(40, 30), List.of(40, 30, 9, 4))) {
      WindowArchitecture architecture =
          new WindowArchitecture(ARCHITECTURE.windows(), hidden, Activation.RELU, 0.5f, 2);
      Weights weights = TestNetworks.randomWeights(architecture, random);
      Arrays.fill(weights.tensors().get(2).values(), 0, 20, 2);
      int[] protein = TestNetworks.pool(architecture.windows().get(0), 9, random);
      int[] rna = TestNetworks.pool(architecture.windows().get(1), 6, random);
      try (ScalarBackend exact = ScalarBackend.inDouble()) {
        AtomicInteger zeros = new AtomicInteger();
        Backend counting = countingZeros(exact, zeros);
        Backend plain = TestNetworks.leavingOutZeros(false, counting);
        float[] expected = map(plain, architecture, weights, protein, rna, 54);
        int before = zeros.getAndSet(0);
        Backend turning = TestNetworks.leavingOutZeros(true, counting);
        assertArrayEquals(expected, map(turning, architecture, weights, protein, rna, 54), 1e-6f);
        assertTrue(zeros.get() > before + 54 * 10, zeros + " zeros, before " + before);
        assertArrayEquals(
            map(turning, architecture, weights, protein, rna, 54),
            map(turning, architecture, weights, protein, rna, 7));
      }
    }
  }

  /** Counts the zeros of left-hand matrices of 54 rows and 40 columns. */
  private static Backend countingZeros(Backend backend, AtomicInteger zeros) {
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("gemm")
                  && arguments[2] instanceof Matrix a
                  && a.rows() == 54
                  && a.columns() == 40) {
                for (float value : TestNetworks.values(backend, a)) {
                  zeros.addAndGet(value == 0 ? 1 : 0);
                }
              }
              try {
                return method.invoke(backend, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void scorePairs_wideRectifiedLayers_areTheScoresOfScalarOnEachBackend() {
    WindowArchitecture architecture =
        new WindowArchitecture(ARCHITECTURE.windows(), List.of(300, 270), Activation.RELU, 0.5f, 2);
    Weights weights = Weights.initial(architecture, 3, 0);
    Random random = new Random(3);
    int[] protein = TestNetworks.pool(architecture.windows().get(0), 9, random);
    int[] rna = TestNetworks.pool(architecture.windows().get(1), 6, random);
    float[] expected = map(backend, architecture, weights, protein, rna, 54);
    for (Backend other : TestNetworks.backends()) {
      try (other) {
        assertArrayEquals(
            expected, map(other, architecture, weights, protein, rna, 54), 1e-6f, other.name());
      }
    }
  }

  @Test
  void newMapNetwork_memoryFailsAtAnyAllocation_leavesNothingAllocated() {
    WindowArchitecture architecture =
        new WindowArchitecture(ARCHITECTURE.windows(), List.of(7, 5), Activation.RELU, 0, 2);
    Weights weights = Weights.zeros(architecture);
    int failures = 0;
    for (int failing = 1; ; failing++) {
      AtomicInteger open = new AtomicInteger();
      Backend limited =
          TestNetworks.leavingOutZeros(true, TestNetworks.failingAt(failing, open, backend));
      try (MapNetwork network = new MapNetwork(limited, architecture, weights)) {
        assertTrue(network.tileRows() > 0);
        break;
      } catch (DeviceMemoryException e) {
        failures++;
      }
      assertEquals(0, open.get(), "matrices left open after failure of allocation " + failing);
    }
    assertEquals(9 + 2 + 1, failures, "weights, a tile, and what makes the linear way");
  }

  @Test
  void scorePairs_moreThanATile_namesBoth() {
    Backend small = TestNetworks.preferring(10, backend);
    Weights weights = Weights.zeros(ARCHITECTURE);
    try (MapNetwork network = new MapNetwork(small, ARCHITECTURE, weights)) {
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
    WindowArchitecture wide =
        new WindowArchitecture(ARCHITECTURE.windows(), List.of(1 << 18), Activation.RELU, 0, 2);
    Backend greedy = TestNetworks.preferring(Integer.MAX_VALUE, backend);
    try (MapNetwork network = new MapNetwork(greedy, wide, Weights.zeros(wide))) {
      assertEquals(64, network.tileRows());
    }
  }
}
