package org.ribond.engine.compute.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkersTest {
  @Test
  void run_manyTasks_doesEveryBlockOnce() {
    try (Workers workers = new Workers(3)) {
      for (int task = 0; task < 5000; task++) {
        AtomicIntegerArray counts = new AtomicIntegerArray(task % 17);
        workers.run(counts.length(), (block, worker) -> counts.incrementAndGet(block));
        for (int block = 0; block < counts.length(); block++) {
          assertEquals(1, counts.get(block));
        }
      }
    }
  }

  @Test
  void run_parkedWorkers_areWokenAndTheirWritesSeen() {
    try (Workers workers = new Workers(2)) {
      for (int task = 0; task < 20; task++) {
        // Longer than a worker spins, as between two commands of a user.
        for (int i = 0; i < 100_000; i++) {
          Thread.onSpinWait();
        }
        int[] values = new int[1000];
        workers.run(values.length, (block, worker) -> values[block] = block + 1);
        for (int block = 0; block < values.length; block++) {
          assertEquals(block + 1, values[block]);
        }
      }
    }
  }

  @Test
  void run_failingBlock_isRethrownAndTheRestIsDone() {
    IllegalStateException failure = new IllegalStateException("block 3");
    try (Workers workers = new Workers(2)) {
      AtomicIntegerArray counts = new AtomicIntegerArray(50);
      IllegalStateException thrown =
          assertThrows(
              IllegalStateException.class,
              () ->
                  workers.run(
                      50,
                      (block, worker) -> {
                        counts.incrementAndGet(block);
                        if (block == 3) {
                          throw failure;
                        }
                      }));
      assertSame(failure, thrown);
      for (int block = 0; block < 50; block++) {
        assertEquals(1, counts.get(block));
      }
      workers.run(1, (block, worker) -> {});
    }
  }
}
