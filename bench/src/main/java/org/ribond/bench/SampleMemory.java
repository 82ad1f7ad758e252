package org.ribond.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.network.Samples;
import org.ribond.engine.network.Window;
import org.ribond.engine.network.WindowArchitecture;

/** Random samples on a backend: windows of random chains, one in eleven a contact. */
final class SampleMemory implements AutoCloseable {
  private static final int POOL = 20_000;
  private static final int ONE_CONTACT_IN = 11;

  private final Deque<Runnable> closers = new ArrayDeque<>();
  private final Samples samples;

  SampleMemory(Backend backend, WindowArchitecture architecture, int count) {
    List<Ints> letters = new ArrayList<>();
    List<Ints> positions = new ArrayList<>();
    for (Window window : architecture.windows()) {
      int purpose = 10 + letters.size();
      int half = window.halfWindow();
      int[] pool = Values.ints(POOL, 0, window.alphabet(), purpose);
      Arrays.fill(pool, 0, half, window.alphabet());
      Arrays.fill(pool, POOL - half, POOL, window.alphabet());
      letters.add(keep(Values.list(backend, pool)));
      positions.add(
          keep(Values.list(backend, Values.ints(count, half, POOL - half, purpose + 10))));
    }
    int[] labels =
        Arrays.stream(Values.ints(count, 0, ONE_CONTACT_IN, 30)).map(x -> x == 0 ? 1 : 0).toArray();
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    Matrix weights = Values.matrix(backend, 1, count, ones);
    closers.push(weights::close);
    samples = new Samples(letters, positions, keep(Values.list(backend, labels)), weights);
  }

  private Ints keep(Ints list) {
    closers.push(list::close);
    return list;
  }

  Samples samples() {
    return samples;
  }

  @Override
  public void close() {
    while (!closers.isEmpty()) {
      closers.pop().run();
    }
  }
}
