package org.ribond.bench.jmh;

import java.util.List;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.contact.train.ContactPlan;
import org.ribond.engine.network.WindowArchitecture;

/** A network of the paper: 15 or 31 letters a window. */
@State(Scope.Benchmark)
public class NetworkState {
  /** Letters of each window. */
  @Param({"15", "31"})
  public int window;

  /** Its shape: 451-901 or 931-1861 hidden units. */
  WindowArchitecture architecture() {
    int inputs = 30 * window;
    return ContactPlan.architecture(
        window, window, List.of(inputs + 1, 2 * inputs + 1), Activation.RELU, 0.5f);
  }
}
