package org.ribond.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.scalar.ScalarBackend;

class BenchmarkTest {
  private static BenchmarkPlan plan(String backend, String... workloads) {
    return new BenchmarkPlan(
        List.of(backend), BackendOptions.defaults(), List.of(workloads), Pace.TOUCH);
  }

  @Test
  void workload_ofUnknownName_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> plan("scalar", "sorting"));
  }

  @Test
  void backend_thatCannotStart_givesUnsupportedRowsWithTheReason() {
    Benchmark benchmark = new Benchmark(plan("abacus", "peak", "stream"));

    List<Row> rows = benchmark.run(row -> {});

    assertEquals(2, rows.size());
    for (Row row : rows) {
      assertEquals(Status.UNSUPPORTED, row.status());
      assertTrue(row.reason().contains("no backend is named 'abacus'"), row.reason());
    }
    assertEquals(rows.getFirst().reason(), benchmark.backends().getFirst().reason());
  }

  static Stream<Workload> workloads() {
    BenchmarkNetwork small = BenchmarkNetwork.all().getLast();
    ChainBenchmarkNetwork convolutional = ChainBenchmarkNetwork.all().getFirst();
    ChainBenchmarkNetwork recurrent = ChainBenchmarkNetwork.all().getLast();
    return Stream.of(
        new MatrixProduct("small", 8, 16, 24),
        new Gather(small),
        new Training(small),
        new Prediction(small),
        new ChainTraining(recurrent),
        new ChainPrediction(convolutional),
        new ChainPrediction(recurrent),
        new MemoryStream());
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void check_ofAWrongBackend_finds(Workload workload) {
    try (Backend wrong = Wrong.backend();
        Job job = workload.prepare(wrong)) {
      assertThrows(WrongResultException.class, job::check, workload.kind().label());
    }
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void check_ofTheReference_passes(Workload workload) {
    try (Backend right = new ScalarBackend();
        Job job = workload.prepare(right)) {
      assertTrue(!job.check().isEmpty());
    }
  }

  /** The reference with one thousandth too much in whatever is downloaded. */
  private static final class Wrong {
    private Wrong() {}

    static Backend backend() {
      ScalarBackend scalar = new ScalarBackend();
      return (Backend)
          Proxy.newProxyInstance(
              Wrong.class.getClassLoader(),
              new Class<?>[] {Backend.class},
              (proxy, method, arguments) -> {
                Object result = method.invoke(scalar, arguments);
                if (method.getName().equals("download")) {
                  float[] values = (float[]) arguments[1];
                  for (int i = 0; i < values.length; i++) {
                    values[i] += 1e-3f;
                  }
                }
                return result;
              });
    }
  }
}
