package org.ribond.engine.label.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.Backends;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.file.DataException;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.data.Molecule;
import org.ribond.engine.label.linear.LinearOptions;
import org.ribond.engine.label.model.LabelModel;
import org.ribond.engine.label.model.ModelOutputs;
import org.ribond.engine.label.model.Strands;
import org.ribond.engine.label.predict.LabelPredictor;
import org.ribond.engine.metric.ClassEvaluation;
import org.ribond.engine.metric.NumberEvaluation;
import org.ribond.engine.model.ModelFile;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.Dilated;
import org.ribond.engine.network.Family;
import org.ribond.engine.network.NonLinearity;
import org.ribond.engine.network.Weights;
import org.ribond.engine.network.Window;
import org.ribond.engine.network.WindowArchitecture;
import org.ribond.engine.train.EpochReport;
import org.ribond.engine.train.TrainingListener;
import org.ribond.engine.train.TrainingOutcome;
import org.ribond.engine.train.TrainingOutcome.Completed;
import org.ribond.engine.train.TrainingOutcome.InterruptedTraining;
import org.ribond.engine.train.TrainingPlan;
import org.ribond.engine.train.TrainingRun;

/** Runs that learn planted rules, and the models that come of them. */
class LabelTaskTest {
  private static final long SEED = Long.getLong("ribond.test.seed", new Random().nextLong());
  private static final LabelData TRAINING = PlantedLabels.classes(600, 1);
  private static final LabelData VALID = PlantedLabels.classes(200, 2);
  private static final LabelData TEST = PlantedLabels.classes(400, 3);

  private final Path directory;

  LabelTaskTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private TrainingRun run(LabelTask task, Backend backend) {
    return new TrainingRun(
        List.of(backend),
        task,
        new LinkedHashMap<>(Map.of("data", "planted")),
        directory.resolve("checkpoint.safetensors"));
  }

  private Completed complete(LabelTask task, Backend backend) {
    return assertInstanceOf(Completed.class, run(task, backend).start(new Quiet(), () -> false));
  }

  private static Backend vector(int threads) {
    return Backends.providers().stream()
        .filter(provider -> provider.name().equals("vector"))
        .findFirst()
        .orElseThrow()
        .open(new BackendOptions(0, threads));
  }

  private static BooleanSupplier stopAfter(int times) {
    AtomicInteger left = new AtomicInteger(times);
    return () -> left.getAndDecrement() <= 0;
  }

  private static double auc(TrainedModel model, LabelData test, Backend backend) {
    try (LabelPredictor predictor = new LabelPredictor(LabelModel.of(model), backend)) {
      float[] values = predictor.predict(test, done -> {});
      return new ClassEvaluation(2, values, test.classes().labels()).scores().macroRocAuc();
    }
  }

  @Test
  void run_plantedMotif_isLearntByASmallConvolution() {
    try (Backend backend = vector(2)) {
      for (Strands strands : Strands.values()) {
        LabelTask task =
            PlantedLabels.task(PlantedLabels.plan(TRAINING, strands, 12, 1), TRAINING, VALID);
        TrainedModel model = PlantedLabels.model(task, complete(task, backend), backend);

        assertTrue(auc(model, TEST, backend) > 0.95, strands + " " + auc(model, TEST, backend));
        assertTrue(Double.parseDouble(model.card().get("score.valid.roc_auc")) > 0.95);
        assertTrue(Double.parseDouble(model.card().get("calibration.slope")) > 0);
        assertEquals("label", model.card().get("task"));
        assertEquals("600", model.card().get("data.sequences"));
      }
    }
  }

  @Test
  void run_numbersOfCopies_areLearntInTheirOwnUnitsAlsoWhereSomeAreMissing() {
    LabelData training = PlantedLabels.numbers(900, 1);
    LabelData test = PlantedLabels.numbers(300, 3);
    try (Backend backend = vector(2)) {
      LabelTask task =
          PlantedLabels.task(
              PlantedLabels.plan(training, Strands.FORWARD, 25, 1),
              training,
              PlantedLabels.numbers(300, 2));
      TrainedModel model = PlantedLabels.model(task, complete(task, backend), backend);
      float[] predicted = new float[test.size()];
      try (LabelPredictor predictor = new LabelPredictor(LabelModel.of(model), backend)) {
        float[] values = predictor.predict(test, done -> {});
        for (int i = 0; i < predicted.length; i++) {
          predicted[i] = values[2 * i];
        }
      }

      double r2 = new NumberEvaluation(predicted, test.numbers().column(0)).scores().r2();
      assertTrue(r2 > 0.8, "R2 " + r2);
      ModelOutputs.Numbers outputs =
          assertInstanceOf(ModelOutputs.Numbers.class, LabelModel.of(model).facts().outputs());
      assertEquals(15, outputs.means().get(0), 1e-9);
      assertEquals(100, outputs.means().get(1), 1e-9);
      assertEquals(1, outputs.deviations().get(1));
    }
  }

  static List<Family> families() {
    return List.of(PlantedLabels.CONV, PlantedLabels.DILATED);
  }

  @ParameterizedTest
  @MethodSource("families")
  void resume_afterStopsAtRandomSteps_givesTheSameModelBytesWithAnyNumberOfThreads(Family family) {
    TrainingPlan<LabelPlan> plan = PlantedLabels.plan(TRAINING, family, Strands.BOTH, 2, 2);
    LabelTask task = PlantedLabels.task(plan, TRAINING, VALID);
    System.out.println("ribond.test.seed=" + SEED);
    Random random = new Random(SEED);
    try (Backend one = vector(1);
        Backend two = vector(2)) {
      byte[] expected = PlantedLabels.bytes(PlantedLabels.model(task, complete(task, one), one));
      assertArrayEquals(
          expected, PlantedLabels.bytes(PlantedLabels.model(task, complete(task, two), two)));
      int stops = 0;
      TrainingOutcome outcome =
          run(task, two).start(new Quiet(), stopAfter(1 + random.nextInt(15)));
      while (outcome instanceof InterruptedTraining) {
        stops++;
        outcome =
            run(task, random.nextBoolean() ? one : two)
                .resume(new Quiet(), stopAfter(1 + random.nextInt(15)));
      }
      assertTrue(stops > 0, "the run never stopped");
      assertArrayEquals(
          expected,
          PlantedLabels.bytes(
              PlantedLabels.model(task, assertInstanceOf(Completed.class, outcome), one)));
    }
  }

  @Test
  void epochs_ofTwoMembers_haveOtherOrdersAndLosses() {
    LabelTask task =
        PlantedLabels.task(PlantedLabels.plan(TRAINING, Strands.BOTH, 1, 2), TRAINING, VALID);

    List<EpochReport> history;
    try (Backend backend = vector(2)) {
      history = complete(task, backend).history();
    }

    assertEquals(2, history.size());
    assertFalse(history.get(0).loss() == history.get(1).loss());
    assertEquals(600, history.get(0).samples());
  }

  @Test
  void linear_throughItsFile_labelsAsBefore() {
    Backend backend = new ScalarBackend();
    Path file = directory.resolve("linear.safetensors");
    TrainedModel model =
        LinearLabels.train(
            TRAINING, Optional.of(VALID), LinearOptions.DEFAULT, new LinkedHashMap<>());

    ModelFile.write(file, model);
    TrainedModel read = ModelFile.read(file);

    assertArrayEquals(PlantedLabels.bytes(model), PlantedLabels.bytes(read));
    assertEquals(auc(model, TEST, backend), auc(read, TEST, backend));
    double valid = Double.parseDouble(read.card().get("score.valid.roc_auc"));
    assertEquals(auc(read, VALID, backend), valid, 1e-5);
    assertTrue(valid > 0.6, "AUC " + valid);
    assertTrue(
        assertThrows(DataException.class, read::windowArchitecture)
            .getMessage()
            .contains("a linear one of whole sequences"));
  }

  @Test
  void linear_ofNumbers_givesThemInTheirOwnUnits() {
    LabelData training = PlantedLabels.numbers(900, 1);
    TrainedModel model =
        LinearLabels.train(
            training, Optional.empty(), LinearOptions.DEFAULT, new LinkedHashMap<>());
    float[] values;
    try (LabelPredictor predictor = new LabelPredictor(LabelModel.of(model), new ScalarBackend())) {
      values = predictor.predict(training, done -> {});
    }
    double sum = 0;
    for (int i = 0; i < values.length; i += 2) {
      sum += values[i];
    }

    assertEquals(15, sum / training.size(), 0.5);
  }

  @Test
  void labelModel_ofContactModelOrBrokenCard_isRefusedWithWhatItIs() {
    WindowArchitecture windows =
        new WindowArchitecture(
            List.of(new Window("residue", 20, 1), new Window("base", 4, 1)),
            List.of(3),
            NonLinearity.RELU.activation(),
            0,
            2);
    TrainedModel contact = new TrainedModel(windows, List.of(Weights.zeros(windows)), Map.of());
    TrainedModel good =
        LinearLabels.train(
            TRAINING, Optional.empty(), LinearOptions.DEFAULT, new LinkedHashMap<>());
    List<String> messages = new ArrayList<>();
    messages.add(refusal(contact));
    for (String key : List.of("task", "class.1", "molecule", "length.longest", "target")) {
      Map<String, String> card = new LinkedHashMap<>(good.card());
      card.remove(key);
      messages.add(refusal(new TrainedModel(good.architecture(), good.members(), card)));
    }

    assertTrue(messages.get(0).contains("predicts contacts"), messages.get(0));
    assertTrue(messages.get(1).contains("names no task"), messages.get(1));
    for (String message : messages.subList(2, messages.size())) {
      assertTrue(message.startsWith("the model's card is damaged: its"), message);
    }
  }

  private static String refusal(TrainedModel model) {
    return assertThrows(DataException.class, () -> LabelModel.of(model)).getMessage();
  }

  @Test
  void plan_entries_nameAllThatTellsPlansApart() {
    TrainingPlan<LabelPlan> plan = PlantedLabels.plan(TRAINING, Strands.BOTH, 2, 1);

    assertEquals(
        "{target=class, family=conv, word=1, stack=1, filters=[12, 12], width=7, pool=3, dense=0,"
            + " input-dropout=0.0, dropout=0.1, strands=both, mask-letters=0.02,"
            + " label-smoothing=0.02}",
        plan.task().entries().toString());
    assertEquals("{valid-score=loss}", plan.task().validationEntries().toString());
  }

  @Test
  void defaults_followRowsLettersAndLengths() {
    TrainingPlan<LabelPlan> plan = LabelDefaults.of(TRAINING);

    assertEquals(30, plan.epochs());
    assertEquals(64, plan.batch());
    assertEquals(Strands.BOTH, plan.task().strands());
    Dilated dilated = assertInstanceOf(Dilated.class, plan.task().architecture().family());
    assertEquals(64, dilated.stem().places());
    assertTrue(dilated.stem().strands());
    int length = TRAINING.length(0);
    Dilated ofOne = (Dilated) LabelDefaults.family(TRAINING.subset(new int[] {0}));
    assertEquals(length, ofOne.stem().places());
    assertEquals(0.1f, plan.task().maskedLetters());
    assertEquals(Strands.FORWARD, LabelDefaults.strands(Molecule.RNA));
    assertEquals(8, LabelDefaults.epochs(1_000_000));
    assertEquals(12, LabelDefaults.epochs(20_000));
    assertEquals(128, LabelDefaults.batch(8000));
  }

  @Test
  void task_planOfOtherTargetsOrLetters_isRefused() {
    LabelData numbers = PlantedLabels.numbers(9, 1);
    TrainingPlan<LabelPlan> plan = PlantedLabels.plan(TRAINING, Strands.BOTH, 2, 1);

    assertThrows(
        IllegalArgumentException.class, () -> new LabelTask(plan, numbers, Optional.empty()));
    assertThrows(
        IllegalArgumentException.class, () -> new LabelTask(plan, TRAINING, Optional.of(numbers)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LabelTask(plan, TRAINING.subset(new int[0]), Optional.empty()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LabelTask(plan, TRAINING, Optional.of(VALID.subset(new int[0]))));
  }

  /** Listens to nothing. */
  private static final class Quiet implements TrainingListener {
    @Override
    public void step(int member, int epoch, int samplesDone, int samples) {}

    @Override
    public void epoch(EpochReport report, List<EpochReport> history, int epochsLeft) {}
  }
}
