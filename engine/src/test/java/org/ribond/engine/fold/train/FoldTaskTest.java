package org.ribond.engine.fold.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.Backends;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.fold.evaluate.FoldEvaluation;
import org.ribond.engine.fold.evaluate.FoldScores;
import org.ribond.engine.fold.model.FoldModel;
import org.ribond.engine.fold.model.FoldNetwork;
import org.ribond.engine.fold.predict.Decoder;
import org.ribond.engine.fold.predict.FoldNetworks;
import org.ribond.engine.fold.predict.FoldPredictor;
import org.ribond.engine.fold.predict.Folded;
import org.ribond.engine.fold.predict.Query;
import org.ribond.engine.fold.structure.Structure;
import org.ribond.engine.model.ModelFile;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.PairFamily;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;
import org.ribond.engine.train.EpochReport;
import org.ribond.engine.train.TrainingListener;
import org.ribond.engine.train.TrainingOutcome;
import org.ribond.engine.train.TrainingOutcome.Completed;
import org.ribond.engine.train.TrainingOutcome.InterruptedTraining;
import org.ribond.engine.train.TrainingPlan;
import org.ribond.engine.train.TrainingRun;

/** Runs that learn a planted rule, and the models that come of them. */
class FoldTaskTest {
  private final Path directory;

  FoldTaskTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private static final class Quiet implements TrainingListener {
    @Override
    public void step(int member, int epoch, int samplesDone, int samples) {}

    @Override
    public void epoch(EpochReport report, List<EpochReport> history, int epochsLeft) {}
  }

  private static Backend vector(int threads) {
    return Backends.providers().stream()
        .filter(provider -> provider.name().equals("vector"))
        .findFirst()
        .orElseThrow()
        .open(new BackendOptions(0, threads));
  }

  private TrainingRun run(FoldTask task, Backend backend) {
    return new TrainingRun(
        List.of(backend),
        task,
        new LinkedHashMap<>(Map.of("data", "planted")),
        directory.resolve("checkpoint.safetensors"));
  }

  private static FoldTask task(TrainingPlan<FoldPlan> plan, int count) {
    FoldSamples training = PlantedFolds.samples(plan, count, 1);
    return new FoldTask(plan, training, Optional.of(PlantedFolds.samples(plan, 30, 2)));
  }

  private static TrainedModel model(FoldTask task, TrainingOutcome outcome, Backend backend) {
    Completed completed = assertInstanceOf(Completed.class, outcome);
    return task.model(completed.members(), new LinkedHashMap<>(), backend, done -> {});
  }

  private static byte[] bytes(TrainedModel model) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelFile.encode(model).writeTo(bytes);
    return bytes.toByteArray();
  }

  private static double f1(FoldNetworks networks) {
    try (FoldPredictor predictor =
        new FoldPredictor(Optional.of(networks), Decoder.PHYSICS, 2, 1 << 28)) {
      List<Structure> test = PlantedFolds.structures(40, 3);
      FoldEvaluation evaluation = FoldEvaluation.of(predictor, test, done -> {});
      return FoldScores.of(evaluation.outcomes(), 0, 1).f1();
    }
  }

  @Test
  void run_plantedRule_isLearntByEveryFamily() {
    try (Backend backend = vector(2)) {
      for (PairFamily family :
          List.of(PlantedFolds.FOLD, PlantedFolds.RECYCLED, PlantedFolds.RNAFORMER)) {
        FoldTask task = task(PlantedFolds.plan(family, 10, 1), 160);
        TrainedModel trained =
            model(task, run(task, backend).start(new Quiet(), () -> false), backend);
        FoldModel model = FoldModel.of("m", trained);
        try (FoldNetwork network = FoldNetwork.of(model, backend)) {
          double f1 = f1(new FoldNetworks(model, () -> network, FoldNetworks.nested(model)));
          assertTrue(f1 > 0.9, family.name() + " " + f1);
        }
        assertEquals("fold", trained.card().get("task"));
        assertEquals("160", trained.card().get("data.rnas"));
        assertEquals(24, model.shortest());
        assertTrue(model.slope() > 0);
        assertTrue(Double.parseDouble(trained.card().get("score.valid.f1")) > 0.9);
      }
    }
  }

  @Test
  void run_stoppedAndResumed_endsWithTheSameBytesForAnyThreads() throws IOException {
    TrainingPlan<FoldPlan> plan = PlantedFolds.plan(PlantedFolds.RECYCLED, 3, 2);
    byte[] expected;
    try (Backend backend = vector(1)) {
      FoldTask task = task(plan, 20);
      expected = bytes(model(task, run(task, backend).start(new Quiet(), () -> false), backend));
    }
    try (Backend backend = vector(2)) {
      FoldTask task = task(plan, 20);
      AtomicInteger left = new AtomicInteger(13);
      TrainingOutcome outcome =
          run(task, backend).start(new Quiet(), () -> left.getAndDecrement() <= 0);
      assertInstanceOf(InterruptedTraining.class, outcome);
      FoldTask again = task(plan, 20);
      outcome = run(again, backend).resume(new Quiet(), () -> false);
      assertArrayEquals(expected, bytes(model(again, outcome, backend)));
    }
  }

  @Test
  void predict_ofRnasThatNetworksDoNotKnow_isByPhysics() {
    try (Backend backend = new ScalarBackend()) {
      TrainingPlan<FoldPlan> plan = PlantedFolds.plan(PlantedFolds.FOLD, 1, 1);
      FoldTask task = task(plan, 8);
      FoldModel model =
          FoldModel.of(
              "m", model(task, run(task, backend).start(new Quiet(), () -> false), backend));
      List<Query> queries = new ArrayList<>();
      PlantedFolds.structures(3, 4).forEach(known -> queries.add(Query.of(known.rna())));
      queries.add(Query.of(new Sequence("short", Alphabet.RNA, "GGGAAACCC")));
      List<String> methods = new ArrayList<>();
      try (FoldNetwork network = FoldNetwork.of(model, backend);
          FoldPredictor predictor =
              new FoldPredictor(
                  Optional.of(new FoldNetworks(model, () -> network, FoldNetworks.crossing(model))),
                  Decoder.PHYSICS,
                  2,
                  1 << 28)) {
        predictor.predict(
            queries.iterator(),
            folded -> methods.add(folded.structure().rna().name() + " " + folded.method()));
      }
      assertEquals(
          List.of(
              "r0 " + Folded.Method.NETWORK,
              "r1 " + Folded.Method.NETWORK,
              "r2 " + Folded.Method.NETWORK,
              "short " + Folded.Method.PHYSICS),
          methods);
    }
  }
}
