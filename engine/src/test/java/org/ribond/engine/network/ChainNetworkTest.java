package org.ribond.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.DeviceMemoryException;
import org.ribond.engine.compute.scalar.ScalarBackend;

class ChainNetworkTest {
  private static final int OUTPUTS = 3;
  private static final int[] LENGTHS = {9, 1, 0, 14, 6, 6, 23, 2};

  private final Backend backend = new ScalarBackend();

  private static ChainArchitecture architecture(Family family) {
    return new ChainArchitecture(TestFamilies.ALPHABET, OUTPUTS, family);
  }

  @Test
  void tensors_ofEachFamily_haveNamesOfTheirOwn() {
    TestFamilies.all(0)
        .forEach(
            (name, family) -> {
              List<String> names =
                  Weights.zeros(new ChainArchitecture(TestFamilies.ALPHABET, 2, family))
                      .tensors()
                      .stream()
                      .map(Tensor::name)
                      .toList();
              assertEquals(names.stream().distinct().toList(), names, name);
            });
  }

  @Test
  void outputs_ofSequencesTogether_areThoseOfEachAlone() {
    Random random = new Random(11);
    List<int[]> sequences = TestFamilies.sequences(random, LENGTHS);
    for (Map.Entry<String, Family> each : TestFamilies.all(0.25f).entrySet()) {
      ChainArchitecture architecture = architecture(each.getValue());
      Weights weights = TestFamilies.randomWeights(architecture, random);
      try (ChainNetwork network = new ChainNetwork(backend, architecture, weights)) {
        float[] together = network.outputs(Readings.forward(sequences));
        float[] alone = new float[together.length];
        for (int i = 0; i < sequences.size(); i++) {
          float[] one = network.outputs(Readings.forward(List.of(sequences.get(i))));
          System.arraycopy(one, 0, alone, i * OUTPUTS, OUTPUTS);
        }
        assertArrayEquals(alone, together, 0, each.getKey());
      }
    }
  }

  @Test
  void outputs_inChunksOfAnySize_areTheSame() {
    Random random = new Random(12);
    List<int[]> sequences = TestFamilies.sequences(random, LENGTHS);
    ChainArchitecture architecture = architecture(TestFamilies.all(0).get("dilated"));
    Weights weights = TestFamilies.randomWeights(architecture, random);
    List<float[]> all = new ArrayList<>();
    for (int sites : new int[] {1, 10, 23, 1000}) {
      try (ChainNetwork network = new ChainNetwork(backend, architecture, weights, sites)) {
        all.add(network.outputs(Readings.forward(sequences)));
      }
    }
    all.forEach(outputs -> assertArrayEquals(all.getFirst(), outputs));
    assertTrue(all.getFirst()[0] != all.getFirst()[OUTPUTS]);
  }

  @Test
  void outputs_onEachBackend_areThoseInDouble() {
    Random random = new Random(13);
    List<int[]> sequences = TestFamilies.sequences(random, LENGTHS);
    for (Backend other : TestNetworks.backends()) {
      try (other) {
        for (Map.Entry<String, Family> each : TestFamilies.all(0.25f).entrySet()) {
          ChainArchitecture architecture = architecture(each.getValue());
          Weights weights = TestFamilies.randomWeights(architecture, random);
          try (ChainNetwork exact =
                  new ChainNetwork(ScalarBackend.inDouble(), architecture, weights);
              ChainNetwork network = new ChainNetwork(other, architecture, weights)) {
            float[] expected = exact.outputs(Readings.forward(sequences));
            String what = each.getKey() + " on " + other.name();
            assertArrayEquals(expected, network.outputs(Readings.forward(sequences)), 2e-5f, what);
          }
        }
      }
    }
  }

  @Test
  void probabilities_ofClasses_areTheirSoftmax() {
    ChainArchitecture architecture = architecture(TestFamilies.all(0).get("conv"));
    List<int[]> sequences = TestFamilies.sequences(new Random(14), 8, 5);
    Weights weights = Weights.initial(architecture, 3, 0);
    try (ChainNetwork network = new ChainNetwork(backend, architecture, weights)) {
      float[] logits = network.outputs(Readings.forward(sequences));
      float[] probabilities = network.probabilities(Readings.forward(sequences));
      for (int row = 0; row < 2; row++) {
        double sum = 0;
        for (int j = 0; j < OUTPUTS; j++) {
          sum += Math.exp(logits[row * OUTPUTS + j]);
        }
        for (int j = 0; j < OUTPUTS; j++) {
          int place = row * OUTPUTS + j;
          assertEquals(Math.exp(logits[place]) / sum, probabilities[place], 1e-6);
        }
      }
    }
  }

  @Test
  void outputs_ofNoSequences_areNone() {
    ChainArchitecture architecture = architecture(TestFamilies.all(0).get("gru"));
    try (ChainNetwork network =
        new ChainNetwork(backend, architecture, Weights.zeros(architecture))) {
      assertEquals(0, network.outputs(Readings.forward(List.of())).length);
    }
  }

  @Test
  void outputs_ofAnotherLetterWithinReach_differ() {
    ChainArchitecture architecture =
        architecture(new ConvLstm(3, 3, List.of(4), 3, 2, TestFamilies.lstm(3), 0, 0.5f, 0.5f));
    Weights weights = TestFamilies.randomWeights(architecture, new Random(15));
    try (ChainNetwork network = new ChainNetwork(backend, architecture, weights)) {
      int[] sequence = {0, 1, 2, 3, 0, 1, 2, 3};
      float[] before = network.outputs(Readings.forward(List.of(sequence)));
      for (int site = 0; site < sequence.length; site++) {
        int[] changed = sequence.clone();
        changed[site] = -1;
        float[] unknown = network.outputs(Readings.forward(List.of(changed)));
        changed[site] = 17;
        assertArrayEquals(unknown, network.outputs(Readings.forward(List.of(changed))));
        assertTrue(unknown[0] != before[0], "letter " + site + " is not seen");
      }
    }
  }

  @Test
  void parameters_ofTheFamilies_areThoseOfTheirLayers() {
    ChainArchitecture paper = new ChainArchitecture(4, 2, ConvLstm.PAPER);
    // Five words of 64, where the paper's code has three stacks of three.
    long first = 5 * 64 * 64 + 64;
    long convolution = 3 * 64 * 128 + 128;
    long lstms = 4 * 64 * (128 + 64 + 1) + 4 * 128 * (64 + 128 + 1);
    assertEquals(first + convolution + lstms + 129 * 128 + 129 * 2, paper.parameters());
    assertEquals(0.5f, paper.dropout());
    assertEquals(2, paper.outputs());
    ChainArchitecture tool = new ChainArchitecture(4, 2, DeepRam.DEFAULT);
    assertEquals(25 * 4 * 16 + 16 + 2 * 4 * 50 * (16 + 50 + 1) + 101 * 2, tool.parameters());
  }

  @Test
  void network_withWeightsOfAnotherArchitecture_isRefused() {
    ChainArchitecture architecture = architecture(Conv.PAPER);
    ChainArchitecture other = new ChainArchitecture(4, OUTPUTS + 1, Conv.PAPER);
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new ChainNetwork(backend, architecture, Weights.zeros(other)));
    assertTrue(e.getMessage().contains("output.weights 128x4"), e.getMessage());
  }

  @Test
  void networkAndLearner_memoryFailsAtAnyAllocation_leaveNothingAllocated() {
    ChainArchitecture architecture = architecture(TestFamilies.all(0.2f).get("deepram"));
    List<int[]> sequences = TestFamilies.sequences(new Random(16), 5, 7);
    ChainTargets targets = TestFamilies.classes(2, OUTPUTS, new Random(17));
    int failures = 0;
    for (int failing = 1; ; failing++) {
      AtomicInteger open = new AtomicInteger();
      Backend limited = TestNetworks.failingAt(failing, open, backend);
      try (ChainNetwork network =
              new ChainNetwork(limited, architecture, Weights.zeros(architecture));
          ChainLearner learner = new ChainLearner(network, Adam.of(0.001f), 1, 0)) {
        learner.step(Readings.forward(sequences), targets, 1);
        break;
      } catch (DeviceMemoryException e) {
        failures++;
      } catch (IllegalArgumentException e) {
        // What does not compute on matrices that only count is beyond the allocations.
        assertTrue(e.getMessage().contains("another backend"), e.getMessage());
        assertTrue(failures > 0);
        break;
      } finally {
        assertEquals(0, open.get(), "matrices left open after failure of allocation " + failing);
      }
    }
    int tensors = Weights.zeros(architecture).tensors().size();
    assertTrue(failures > 4 * tensors + 2, failures + " failures");
  }
}
