package org.ribond.bench;

import java.util.List;
import org.ribond.engine.compute.BackendOptions;

/**
 * What a run of the benchmark is to measure.
 *
 * @param backends names of the backends, in order
 * @param options how they are started
 * @param workloads kinds of work, some of {@link Benchmark#KINDS}
 * @param pace how much time it takes
 */
public record BenchmarkPlan(
    List<String> backends, BackendOptions options, List<String> workloads, Pace pace) {
  public BenchmarkPlan {
    backends = List.copyOf(backends);
    workloads = List.copyOf(workloads);
    for (String kind : workloads) {
      if (!Benchmark.KINDS.contains(kind)) {
        throw new IllegalArgumentException(
            "no workload is named '" + kind + "'; there are " + String.join(", ", Benchmark.KINDS));
      }
    }
  }
}
