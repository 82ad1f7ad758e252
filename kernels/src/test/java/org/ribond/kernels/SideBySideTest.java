package org.ribond.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.network.NonLinearity;

/**
 * Members of an ensemble that are trained at the same time on one device, each by a thread of its
 * own with a backend of its own, come to what they come to alone.
 */
public class SideBySideTest {
  private static final int MEMBERS = 3;

  private static List<float[]> train(String name, int member, CyclicBarrier start)
      throws Exception {
    start.await();
    try (Backend backend = DeviceUnderTest.openOrSkip(name)) {
      return SmallTraining.adam(NonLinearity.RELU, member).run(backend);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"opencl", "cuda"})
  void members_trainedAtTheSameTime_areThoseTrainedAlone(String name) throws Exception {
    List<List<float[]>> alone = new ArrayList<>();
    for (int member = 0; member < MEMBERS; member++) {
      alone.add(train(name, member, new CyclicBarrier(1)));
    }
    CyclicBarrier start = new CyclicBarrier(MEMBERS);
    try (ExecutorService threads = Executors.newFixedThreadPool(MEMBERS)) {
      List<Callable<List<float[]>>> tasks = new ArrayList<>();
      for (int member = 0; member < MEMBERS; member++) {
        int number = member;
        tasks.add(() -> train(name, number, start));
      }
      List<Future<List<float[]>>> together = threads.invokeAll(tasks);
      for (int member = 0; member < MEMBERS; member++) {
        List<float[]> expected = alone.get(member);
        List<float[]> actual = together.get(member).get();
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
          String what = name + " member " + member + ", result " + i;
          assertArrayEquals(expected.get(i), actual.get(i), what);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"opencl", "cuda"})
  void member_startedOnOneThreadAndTrainedOnAnother_isTheSame(String name) throws Exception {
    List<float[]> expected = train(name, 1, new CyclicBarrier(1));
    try (ExecutorService thread = Executors.newSingleThreadExecutor();
        Backend backend = DeviceUnderTest.openOrSkip(name)) {
      SmallTraining training = SmallTraining.adam(NonLinearity.RELU, 1);
      List<float[]> actual = thread.submit(() -> training.run(backend)).get();
      for (int i = 0; i < expected.size(); i++) {
        assertArrayEquals(expected.get(i), actual.get(i), name + ", result " + i);
      }
    }
  }
}
