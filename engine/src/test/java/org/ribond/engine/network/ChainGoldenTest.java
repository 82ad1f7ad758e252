package org.ribond.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.scalar.ScalarBackend;

/**
 * What a version before gave must still come out: models are to be made again from their seeds.
 * Recorded from the reference in double, whose gradients {@link ChainGradientTest} checks.
 */
class ChainGoldenTest {
  /** Name, checksum of the initial weights, loss of the first three steps. */
  private static final List<String> GOLDEN =
      List.of(
          "conv-lstm 6518883c 1.16477 1.13807 1.11619",
          "conv-gru a38e7226 1.13851 1.02743 1.00630",
          "lstm cabf5f47 1.15627 1.12937 1.10553",
          "gru b312dc3c 1.06425 1.08999 1.03273",
          "conv 126f482c 1.14230 1.08912 1.08087",
          "deepram 0841c6a8 1.15456 1.11954 1.10471",
          "deepram-max 3fe1a22d 1.11778 1.08810 1.02429",
          "dilated 7d7deb1e 1.32906 1.23912 1.17328",
          "dilated-rows 6ffd7c65 1.05779 1.04668 1.03462",
          "dilated-plain bf86dcf1 1.07347 1.03448 0.99134",
          "dilated-small 3d8d5f46 1.35733 1.15076 1.08279");

  @Test
  void weightsAndLosses_ofEachFamily_areTheRecordedOnes() {
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, Family> each : TestFamilies.all(0.2f).entrySet()) {
      found.add(each.getKey() + " " + record(each.getValue()));
    }
    assertEquals(String.join("\n", GOLDEN), String.join("\n", found));
  }

  private static String record(Family family) {
    ChainArchitecture architecture = new ChainArchitecture(TestFamilies.ALPHABET, 3, family);
    Random random = new Random(21);
    List<int[]> sequences = TestFamilies.sequences(random, 9, 4, 17, 0, 6);
    ChainTargets targets = TestFamilies.classes(5, 3, random);
    Weights weights = Weights.initial(architecture, 5, 2);
    StringBuilder record = new StringBuilder(checksum(weights));
    try (ChainNetwork network =
            new ChainNetwork(ScalarBackend.inDouble(), architecture, weights, 20);
        ChainLearner learner = new ChainLearner(network, Adam.of(0.01f), 5, 2)) {
      learner.maskLetters(0.1f);
      for (int step = 0; step < 3; step++) {
        learner.step(TestFamilies.readings(sequences), targets, 0.25f, 1, 0.5f);
        // Five digits: beyond what another order of sums in double could change.
        record.append(String.format(Locale.ROOT, " %.5f", learner.takeLossSum()));
      }
    }
    return record.toString();
  }

  private static String checksum(Weights weights) {
    CRC32 sum = new CRC32();
    for (Tensor tensor : weights.tensors()) {
      ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * tensor.values().length);
      bytes.asFloatBuffer().put(tensor.values());
      sum.update(bytes.array());
    }
    return String.format(Locale.ROOT, "%08x", sum.getValue());
  }
}
