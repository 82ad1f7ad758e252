package org.ribond.engine.contact.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.contact.sampling.PairSet;

class EpochSamplesTest {
  private static final PairSet PAIRS =
      new PairSet(
          new int[] {0, 1, 2, 3, 4},
          new int[] {5, 6, 7, 8, 9},
          new int[] {0, 1, 0, 1, 0},
          new float[] {1, 2, 3, 4, 5});

  @Test
  void stretch_ofAnEpoch_hasItsOwnSamplesAndWeights() {
    Backend backend = new ScalarBackend();
    List<Ints> pools = List.of(backend.allocateInts(9), backend.allocateInts(9));
    try (EpochSamples stretch = new EpochSamples(backend, pools, PAIRS, 2, 5)) {
      assertEquals(3, stretch.samples().size());
      assertEquals(2, stretch.from());
      assertEquals(1f / (4 + 5), stretch.scale(1, 2));
      float[] weights = new float[3];
      backend.download(stretch.samples().weights(), weights);
      assertEquals(List.of(3f, 4f, 5f), List.of(weights[0], weights[1], weights[2]));
    }
  }
}
