package org.ribond.bench.jmh;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.Backends;

/** A backend, by name and threads. */
@State(Scope.Benchmark)
public class BackendState {
  /** Its name. */
  @Param({"vector"})
  public String backend;

  /** Its threads, if it runs on the processor. */
  @Param({"1", "2"})
  public int threads;

  private Backend opened;

  /** Opens it. */
  @Setup(Level.Trial)
  public void open() {
    opened = Backends.open(backend, new BackendOptions(0, threads), message -> {});
  }

  /** The backend. */
  Backend get() {
    return opened;
  }

  /** Closes it. */
  @TearDown(Level.Trial)
  public void close() {
    opened.close();
  }
}
