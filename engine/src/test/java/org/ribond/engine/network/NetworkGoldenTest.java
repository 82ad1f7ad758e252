package org.ribond.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.scalar.ScalarBackend;

/** Against the numbers that golden/network.py computes independently in double precision. */
class NetworkGoldenTest {
  private static final double IN_DOUBLE = 1e-6;
  private static final double IN_FLOAT = 1e-4;

  @Test
  void initialWeights_ofEachCase_areTheScripts() {
    for (Case golden : cases()) {
      float[] expected = golden.floats("initial");
      assertClose(golden + " initial", expected, TestNetworks.flat(golden.weights()), 1e-6, 1e-7);
    }
  }

  @Test
  void trainingAndScores_inDouble_areTheScripts() {
    for (Case golden : cases()) {
      check(golden, ScalarBackend.inDouble(), IN_DOUBLE);
    }
  }

  @Test
  void trainingAndScores_onEachBackend_areTheScripts() {
    for (Backend backend : TestNetworks.backends()) {
      try (backend) {
        for (Case golden : cases()) {
          check(golden, backend, IN_FLOAT);
        }
      }
    }
  }

  private static void check(Case golden, Backend backend, double tolerance) {
    String name = golden + " on " + backend.name();
    Samples samples = golden.samples(backend);
    float[] weights = golden.floats("weights");
    int batch = golden.integer("batch");
    try (Network network = new Network(backend, golden.architecture(), golden.weights());
        Learner learner = golden.learner(network)) {
      assertClose(
          name,
          golden.floats("map.probabilities"),
          golden.map(backend, golden.weights()),
          tolerance,
          1e-7);

      learner.addGradient(samples, 0, batch, scale(weights, 0, batch), 1);
      float[] gradient = TestNetworks.flat(learner.gradient().download());
      assertClose(name + " gradient", golden.floats("gradient"), gradient, tolerance, 1e-6);
      float unused = learner.takeLossSum();
      assertEquals(golden.floats("losses")[0], unused, tolerance, name);

      float[] losses = new float[golden.floats("losses").length];
      int first = 0;
      for (int i = 0; i < losses.length; i++) {
        int count = Math.min(batch, weights.length - first);
        learner.step(samples, first, count, scale(weights, first, count));
        losses[i] = learner.takeLossSum();
        first = first + count == weights.length ? 0 : first + count;
      }
      assertClose(name + " losses", golden.floats("losses"), losses, tolerance, 0);
      assertClose(
          name + " map",
          golden.floats("map.trained"),
          golden.map(backend, network.weights()),
          tolerance,
          0);
    }
  }

  private static float scale(float[] weights, int first, int count) {
    double sum = 0;
    for (int i = first; i < first + count; i++) {
      sum += weights[i];
    }
    return (float) (1 / sum);
  }

  private static void assertClose(
      String what, float[] expected, float[] actual, double relative, double absolute) {
    assertEquals(expected.length, actual.length, what);
    for (int i = 0; i < expected.length; i++) {
      double error = Math.abs(expected[i] - actual[i]);
      double allowed = relative * Math.abs(expected[i]) + absolute;
      assertTrue(
          error <= allowed, what + " " + i + ": expected " + expected[i] + ", is " + actual[i]);
    }
  }

  /** One case of the golden file. */
  private record Case(Map<String, String> entries) {
    @Override
    public String toString() {
      return entries.get("case");
    }

    int[] integers(String key) {
      return Arrays.stream(entries.get(key).split(" ", -1)).mapToInt(Integer::parseInt).toArray();
    }

    int integer(String key) {
      return integers(key)[0];
    }

    float[] floats(String key) {
      String[] words = entries.get(key).split(" ", -1);
      float[] values = new float[words.length];
      for (int i = 0; i < words.length; i++) {
        values[i] = Float.parseFloat(words[i]);
      }
      return values;
    }

    WindowArchitecture architecture() {
      int[] alphabets = integers("alphabets");
      int[] halves = integers("halves");
      return new WindowArchitecture(
          List.of(
              new Window("residue", alphabets[0], halves[0]),
              new Window("base", alphabets[1], halves[1])),
          Arrays.stream(integers("hidden")).boxed().toList(),
          Activation.valueOf(entries.get("activation")),
          floats("dropout")[0],
          integer("classes"));
    }

    Weights weights() {
      return Weights.initial(architecture(), integer("seed"), integer("member"));
    }

    Learner learner(Network network) {
      float[] adam = floats("adam");
      return new Learner(
          network,
          new Adam(adam[0], adam[1], adam[2], adam[3], adam[4], adam[5]),
          integer("seed"),
          integer("member"),
          integer("batch"));
    }

    Samples samples(Backend backend) {
      List<Ints> letters = new ArrayList<>();
      List<Ints> positions = new ArrayList<>();
      for (int window = 0; window < 2; window++) {
        letters.add(TestNetworks.ints(backend, integers("letters." + window)));
        positions.add(TestNetworks.ints(backend, integers("positions." + window)));
      }
      return new Samples(
          letters,
          positions,
          TestNetworks.ints(backend, integers("labels")),
          TestNetworks.row(backend, floats("weights")));
    }

    /** Probabilities of all pairs of the case's map, in two tiles. */
    float[] map(Backend backend, Weights weights) {
      Ints residues = TestNetworks.ints(backend, integers("map.residues"));
      Ints bases = TestNetworks.ints(backend, integers("map.bases"));
      try (MapNetwork network = new MapNetwork(backend, architecture(), weights);
          WindowSums p =
              network.windowSums(0, TestNetworks.ints(backend, integers("letters.0")), residues);
          WindowSums q =
              network.windowSums(1, TestNetworks.ints(backend, integers("letters.1")), bases)) {
        int pairs = p.positions() * q.positions();
        int classes = network.architecture().classes();
        float[] all = new float[pairs * classes];
        for (int first = 0; first < pairs; first += 11) {
          Matrix tile = backend.allocate(Math.min(11, pairs - first), classes);
          network.scorePairs(p, q, first, tile);
          float[] values = TestNetworks.values(backend, tile);
          System.arraycopy(values, 0, all, first * classes, values.length);
        }
        return all;
      }
    }
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    try (InputStream in = NetworkGoldenTest.class.getResourceAsStream("/golden/network.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      assertTrue(lines.readLine().startsWith("#"));
      assertEquals("format: ribond-network-golden 1", lines.readLine());
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] entry = line.split(": ", 2);
        if (entry[0].equals("case")) {
          cases.add(new Case(new HashMap<>()));
        }
        cases.getLast().entries().put(entry[0], entry[1]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertEquals(4, cases.size());
    return cases;
  }
}
