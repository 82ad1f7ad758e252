package org.ribond.bench.jmh;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;
import org.ribond.engine.contact.predict.MapPredictor;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.model.Vote;
import org.ribond.engine.network.Weights;
import org.ribond.engine.network.WindowArchitecture;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

/** A whole map of 300 residues and 100 bases; pairs a second. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class MapBenchmark {
  private static final int RESIDUES = 300;
  private static final int BASES = 100;

  private final SplittableRandom random = new SplittableRandom(1);
  private final Sequence rna = sequence(Alphabet.RNA, BASES);
  private MapPredictor predictor;

  /** Makes a model. */
  @Setup(Level.Trial)
  public void prepare(BackendState backend, NetworkState network) {
    WindowArchitecture architecture = network.architecture();
    Weights weights = Weights.initial(architecture, 1, 0);
    predictor =
        new MapPredictor(
            new TrainedModel(architecture, List.of(weights), Map.of()),
            backend.get(),
            Vote.MEAN,
            Optional.empty());
  }

  private Sequence sequence(Alphabet alphabet, int length) {
    StringBuilder letters = new StringBuilder();
    random
        .ints(length, 0, alphabet.size())
        .forEach(letter -> letters.append(alphabet.letters().charAt(letter)));
    return new Sequence("random", alphabet, letters.toString());
  }

  /** A map of a protein that was not met before. */
  @Benchmark
  @OperationsPerInvocation(RESIDUES * BASES)
  public void map(Blackhole rows) {
    Sequence protein = sequence(Alphabet.PROTEIN, RESIDUES);
    predictor.score(protein, rna, (residue, scores) -> rows.consume(scores[residue % BASES]));
  }

  /** Gives the memory back. */
  @TearDown(Level.Trial)
  public void close() {
    predictor.close();
  }
}
