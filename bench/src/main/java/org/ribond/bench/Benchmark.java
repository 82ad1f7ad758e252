package org.ribond.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendUnavailableException;
import org.ribond.engine.compute.Backends;
import org.ribond.engine.compute.ComputeException;
import org.ribond.engine.compute.scalar.ScalarBackend;

/** Runs the benchmark: every workload on every backend, one after another. */
public final class Benchmark {
  /** Kinds of work, in the order in which they run. */
  public static final List<String> KINDS = Stream.of(Kind.values()).map(Kind::label).toList();

  private static final double NANOS_PER_SECOND = 1e9;
  private static final int ROWS = 4096;

  private final BenchmarkPlan plan;
  private final List<Workload> workloads = new ArrayList<>();
  private final Stopwatch stopwatch;
  private final long started = System.nanoTime();

  /** Prepares a run of {@code plan}. */
  public Benchmark(BenchmarkPlan plan) {
    this.plan = plan;
    stopwatch = new Stopwatch(plan.pace());
    List<BenchmarkNetwork> networks = BenchmarkNetwork.all();
    workloads.add(new Arithmetic());
    workloads.add(new MemoryStream());
    workloads.add(new MatrixProduct("1024 x 1024 x 1024", 1024, 1024, 1024));
    for (BenchmarkNetwork network : networks) {
      List<Integer> hidden = network.architecture().hidden();
      if (hidden.size() > 1) {
        String name = "layer 2 of " + network.name();
        workloads.add(new MatrixProduct(name, ROWS, hidden.get(1), hidden.get(0)));
      }
    }
    networks.forEach(network -> workloads.add(new Gather(network)));
    networks.forEach(network -> workloads.add(new Training(network)));
    networks.forEach(network -> workloads.add(new Prediction(network)));
    List<ChainBenchmarkNetwork> chains = ChainBenchmarkNetwork.all();
    chains.forEach(network -> workloads.add(new ChainTraining(network)));
    chains.forEach(network -> workloads.add(new ChainPrediction(network)));
    workloads.removeIf(workload -> !plan.workloads().contains(workload.kind().label()));
  }

  /** The backends that are asked for, with their devices or the reason why they do not start. */
  public List<BackendOutcome> backends() {
    List<BackendOutcome> outcomes = new ArrayList<>();
    for (String name : plan.backends()) {
      try (Backend backend = open(name)) {
        outcomes.add(new BackendOutcome(name, Optional.of(backend.device()), ""));
      } catch (ComputeException e) {
        outcomes.add(new BackendOutcome(name, Optional.empty(), e.getMessage()));
      }
    }
    return outcomes;
  }

  private Backend open(String name) {
    return Backends.open(name, plan.options(), message -> {});
  }

  /** Measures all rows; hands each to {@code listener} as soon as it is known. */
  public List<Row> run(Consumer<Row> listener) {
    List<Row> rows = new ArrayList<>();
    Consumer<Row> sink =
        row -> {
          rows.add(row);
          listener.accept(row);
        };
    for (String name : plan.backends()) {
      try (Backend backend = open(name)) {
        run(backend, sink);
      } catch (BackendUnavailableException e) {
        all(name, Status.UNSUPPORTED, e.getMessage(), sink);
      } catch (ComputeException e) {
        all(name, Status.ERROR, e.getMessage(), sink);
      }
    }
    return rows;
  }

  private void all(String backend, Status status, String reason, Consumer<Row> sink) {
    for (Workload workload : workloads) {
      sink.accept(failure(workload.kind(), workload.name(), backend, "", status, reason));
    }
  }

  private void run(Backend backend, Consumer<Row> sink) {
    Map<Kind.Bound, Yardstick> yardsticks = new EnumMap<>(Kind.Bound.class);
    try {
      for (Workload workload : workloads) {
        sink.accept(measure(workload, backend, yardsticks));
      }
    } finally {
      yardsticks.values().forEach(Yardstick::close);
    }
    if (plan.workloads().contains(Kind.SCORE.label())) {
      sink.accept(score(backend));
    }
  }

  /** The yardstick of a bound, made when it is needed first. */
  private Optional<Yardstick> yardstick(
      Kind.Bound bound, Backend backend, Map<Kind.Bound, Yardstick> known) {
    if (!known.containsKey(bound)) {
      switch (bound) {
        case ARITHMETIC ->
            Yardstick.of(new Arithmetic(), backend, stopwatch)
                .ifPresent(made -> known.put(bound, made));
        case MEMORY ->
            Yardstick.of(new MemoryStream(), backend, stopwatch)
                .ifPresent(made -> known.put(bound, made));
        case NONE -> {}
      }
    }
    return Optional.ofNullable(known.get(bound));
  }

  private Row measure(Workload workload, Backend backend, Map<Kind.Bound, Yardstick> yardsticks) {
    if (isLate()) {
      return failure(workload, backend, Status.SKIPPED, late());
    }
    Kind kind = workload.kind();
    try (Job job = workload.prepare(backend)) {
      String rightness = job.check();
      Optional<Yardstick> yardstick = yardstick(kind.bound(), backend, yardsticks);
      Stopwatch.Timing timing = stopwatch.time(job, yardstick);
      double scale = job.amount() * kind.unitScale();
      OptionalDouble percent =
          timing.share().isPresent()
              ? OptionalDouble.of(100 * timing.share().getAsDouble())
              : OptionalDouble.empty();
      return new Row(
          kind.label(),
          workload.name(),
          backend.name(),
          backend.device().name(),
          Status.OK,
          "",
          Optional.of(
              new Row.Measurement(
                  kind.unit(),
                  scale / timing.median(),
                  scale / timing.upper(),
                  scale / timing.lower(),
                  timing.repeats(),
                  percent,
                  workload.describe(timing.size()) + ", " + rightness)));
    } catch (UnsupportedOperationException e) {
      return failure(workload, backend, Status.UNSUPPORTED, e.getMessage());
    } catch (WrongResultException e) {
      return failure(workload, backend, Status.ERROR, "wrong result: " + e.getMessage());
    } catch (ComputeException e) {
      return failure(workload, backend, Status.ERROR, e.getMessage());
    }
  }

  private Row score(Backend backend) {
    TimeToScore workload = new TimeToScore(plan.pace());
    String device = backend.device().name();
    Kind kind = Kind.SCORE;
    String name = workload.name();
    if (plan.pace().scoreEpochs() == 0) {
      return failure(kind, name, backend.name(), device, Status.SKIPPED, "no epochs allowed");
    }
    if (backend.name().equals(ScalarBackend.NAME)) {
      String reason = "the reference is too slow for whole jobs";
      return failure(kind, name, backend.name(), device, Status.SKIPPED, reason);
    }
    if (isLate()) {
      return failure(kind, name, backend.name(), device, Status.SKIPPED, late());
    }
    try {
      Row.Measurement measurement = workload.run(backend);
      return new Row(
          kind.label(), name, backend.name(), device, Status.OK, "", Optional.of(measurement));
    } catch (WrongResultException e) {
      String reason = "not reached: " + e.getMessage();
      return failure(kind, name, backend.name(), device, Status.ERROR, reason);
    } catch (ComputeException e) {
      return failure(kind, name, backend.name(), device, Status.ERROR, e.getMessage());
    }
  }

  private boolean isLate() {
    return (System.nanoTime() - started) / NANOS_PER_SECOND > plan.pace().limitSeconds();
  }

  private String late() {
    return String.format(
        Locale.ROOT, "the first rows took all of %.0f s", plan.pace().limitSeconds());
  }

  private static Row failure(Workload workload, Backend backend, Status status, String reason) {
    return failure(
        workload.kind(), workload.name(), backend.name(), backend.device().name(), status, reason);
  }

  private static Row failure(
      Kind kind, String name, String backend, String device, Status status, String reason) {
    return new Row(kind.label(), name, backend, device, status, reason, Optional.empty());
  }
}
