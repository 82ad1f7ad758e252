package org.ribond.kernels.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.Learner;
import org.ribond.engine.network.Network;
import org.ribond.engine.network.Samples;
import org.ribond.engine.network.Weights;
import org.ribond.engine.network.Window;
import org.ribond.engine.network.WindowArchitecture;

/** Trains one small network on each of several backends, each by a thread of its own. */
final class SideBySide {
  private static final int WARM_UP = 5;
  private static final int STEPS = 200;
  private static final WindowArchitecture SMALL =
      new WindowArchitecture(
          List.of(new Window("residue", 26, 7), new Window("base", 4, 7)),
          List.of(64, 64),
          Activation.RELU,
          0.5f,
          2);

  private SideBySide() {}

  /** Samples of all together in a second. */
  static double samplesPerSecond(List<Backend> backends, int batch) throws Exception {
    CyclicBarrier start = new CyclicBarrier(backends.size() + 1);
    try (ExecutorService threads = Executors.newFixedThreadPool(backends.size())) {
      List<Future<?>> members = new ArrayList<>();
      for (Backend backend : backends) {
        int member = members.size();
        members.add(threads.submit(() -> train(backend, member, batch, start)));
      }
      start.await();
      long begin = System.nanoTime();
      for (Future<?> member : members) {
        member.get();
      }
      double seconds = (System.nanoTime() - begin) * 1e-9;
      return (double) STEPS * batch * backends.size() / seconds;
    }
  }

  private static Void train(Backend backend, int member, int batch, CyclicBarrier start)
      throws Exception {
    Samples samples = MeasureGpu.samples(backend, new SplittableRandom(member), batch);
    try (Network network = new Network(backend, SMALL, Weights.initial(SMALL, 1, member));
        Learner learner = new Learner(network, Adam.of(1e-3f), 1, member, batch)) {
      for (int step = 0; step < WARM_UP; step++) {
        learner.step(samples, 0, batch, 1f / batch);
      }
      backend.synchronize();
      start.await();
      for (int step = 0; step < STEPS; step++) {
        learner.step(samples, 0, batch, 1f / batch);
      }
      backend.synchronize();
    }
    MeasureGpu.close(samples);
    return null;
  }
}
