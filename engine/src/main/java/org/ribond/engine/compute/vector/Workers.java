package org.ribond.engine.compute.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that share out the numbered blocks of a task. A call hands over within microseconds: idle
 * threads spin for a while before they park. Which thread takes which block is a matter of chance,
 * so a task writes nothing whose value depends on it.
 *
 * <p>One thread calls {@link #run}; it works too, as worker 0.
 */
final class Workers implements AutoCloseable {
  /** About a tenth of a millisecond: longer than the gap between two operations of a network. */
  private static final int SPINS = 4096;

  private static final Job NOTHING = new Job((block, worker) -> {}, 0, null);

  private final List<Worker> workers = new ArrayList<>();
  private volatile Job current = NOTHING;
  private volatile boolean closed;

  /** Starts {@code threads - 1} threads; the caller of {@link #run} is the first. */
  Workers(int threads) {
    for (int i = 1; i < threads; i++) {
      Worker worker = new Worker(i);
      workers.add(worker);
      worker.start();
    }
  }

  /** What is done for each block. */
  interface Task {
    /**
     * Does one block.
     *
     * @param block its number
     * @param worker number of the thread that does it, 0 to threads - 1, for scratch memory
     */
    void run(int block, int worker);
  }

  /** What is done for each stretch of numbered things, such as rows or elements. */
  interface RangeTask {
    /** Does {@code from} to {@code to - 1}; {@code worker} as for {@link Task#run}. */
    void run(int from, int to, int worker);
  }

  /** Number of threads, with the caller's. */
  int threads() {
    return workers.size() + 1;
  }

  /** Does blocks 0 to {@code blocks - 1} and returns when all are done; rethrows a failure. */
  void run(int blocks, Task task) {
    if (workers.isEmpty() || blocks <= 1) {
      for (int block = 0; block < blocks; block++) {
        task.run(block, 0);
      }
      return;
    }
    Job job = new Job(task, blocks, Thread.currentThread());
    current = job;
    for (int i = 0; i < Math.min(workers.size(), blocks - 1); i++) {
      workers.get(i).wake();
    }
    job.work(0);
    job.await();
    current = NOTHING;
    job.rethrow();
  }

  /** Does 0 to {@code count - 1}, {@code size} at a time, as {@link #run} does its blocks. */
  void runRanges(int count, int size, RangeTask task) {
    run(
        Math.ceilDiv(count, size),
        (block, worker) -> {
          int from = block * size;
          task.run(from, from + Math.min(size, count - from), worker);
        });
  }

  /** Lets the threads end. */
  @Override
  public void close() {
    closed = true;
    workers.forEach(worker -> LockSupport.unpark(worker));
  }

  private static final class Job {
    private final Task task;
    private final int blocks;
    private final Thread caller;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private volatile boolean callerParked;
    private volatile Throwable failure;

    Job(Task task, int blocks, Thread caller) {
      this.task = task;
      this.blocks = blocks;
      this.caller = caller;
    }

    void work(int worker) {
      for (int block = next.getAndIncrement(); block < blocks; block = next.getAndIncrement()) {
        try {
          task.run(block, worker);
        } catch (RuntimeException | Error e) {
          failure = e;
        }
        if (done.incrementAndGet() == blocks && callerParked) {
          LockSupport.unpark(caller);
        }
      }
    }

    void await() {
      for (int i = 0; i < SPINS && done.get() < blocks; i++) {
        Thread.onSpinWait();
      }
      callerParked = true;
      boolean interrupted = false;
      while (done.get() < blocks) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    void rethrow() {
      switch (failure) {
        case null -> {}
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new IllegalStateException(failure);
      }
    }
  }

  private final class Worker extends Thread {
    private final int number;
    private volatile boolean parked;

    Worker(int number) {
      super("ribond-vector-" + number);
      this.number = number;
      setDaemon(true);
    }

    void wake() {
      if (parked) {
        LockSupport.unpark(this);
      }
    }

    @Override
    public void run() {
      Job last = NOTHING;
      while (!closed) {
        Job job = current;
        for (int i = 0; i < SPINS && (job == last || job == NOTHING); i++) {
          Thread.onSpinWait();
          job = current;
        }
        if (job != last && job != NOTHING) {
          last = job;
          job.work(number);
        } else {
          parkUntilJob(last);
        }
      }
    }

    private void parkUntilJob(Job last) {
      parked = true;
      // A caller that published a job before it saw the flag is seen here.
      while (!closed && (current == last || current == NOTHING)) {
        LockSupport.park(this);
      }
      parked = false;
    }
  }
}
