package org.ribond.engine.contact.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.contact.complex.Chain;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.Contact;
import org.ribond.engine.contact.evaluate.Level;
import org.ribond.engine.contact.evaluate.MapProtocol;
import org.ribond.engine.contact.predict.Calibration;
import org.ribond.engine.contact.predict.ContactPredictor;
import org.ribond.engine.model.ModelFile;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.model.Vote;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.Tensor;
import org.ribond.engine.network.TowersArchitecture;
import org.ribond.engine.network.Weights;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;
import org.ribond.engine.train.Learning;
import org.ribond.engine.train.Task;
import org.ribond.engine.train.TrainingOutcome;
import org.ribond.engine.train.TrainingOutcome.Completed;
import org.ribond.engine.train.TrainingOutcome.InterruptedTraining;
import org.ribond.engine.train.TrainingPlan;
import org.ribond.engine.train.TrainingRun;

/** Networks along chains that learn a rule which an additive score can hold: K and R touch G. */
class TowerTrainingTest {
  private static final long SEED = Long.getLong("ribond.test.seed", new Random().nextLong());
  private static final List<Complex> TRAINING = PlantedRule.complexes(12, 1);
  private static final List<Complex> UNSEEN = PlantedRule.complexes(4, 2);

  @TempDir private Path directory;

  private final Backend backend = new ScalarBackend();

  private static TrainingPlan<TowerPlan> plan(int epochs, int members) {
    return new TrainingPlan<>(
        new TowerPlan(TowerPlan.architecture(8, true, 0.1f), "", 0),
        Learning.of(Adam.of(0.02f)),
        epochs,
        4,
        members,
        0,
        17);
  }

  private static TowerTask task(int epochs, int members) {
    return new TowerTask(plan(epochs, members), TRAINING, Optional.of(UNSEEN), Optional.empty());
  }

  private TrainingRun run(Task task) {
    return new TrainingRun(
        List.of(backend), task, PlantedRuns.inputs("this"), directory.resolve("checkpoint"));
  }

  private TrainedModel model(Task task, TrainingOutcome outcome) {
    return task.model(
        assertInstanceOf(Completed.class, outcome).members(),
        new LinkedHashMap<>(),
        backend,
        cells -> {});
  }

  private static byte[] bytes(TrainedModel model) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelFile.encode(model).writeTo(bytes);
    return bytes.toByteArray();
  }

  @Test
  void start_onAPlantedRule_learnsIt() throws IOException {
    Task task = task(12, 1);
    TrainedModel model = model(task, PlantedRuns.complete(run(task)));
    TrainedModel read = ModelFile.read("model", bytes(model));
    try (ContactPredictor predictor =
        ContactPredictor.of(List.of(read), backend, Vote.MEAN, Calibration.of(read.card()))) {
      assertTrue(predictor.isCalibrated());
      double area =
          MapProtocol.run(predictor, UNSEEN, cells -> {}).complexMean(Level.CONTACT).rocAuc();
      assertTrue(area > 0.95, "mean ROC AUC of a map is " + area);
    }
  }

  @Test
  void resume_afterStopsAtRandomSteps_givesTheSameModelBytes() throws IOException {
    Task task = task(3, 2);
    byte[] expected = bytes(model(task, PlantedRuns.complete(run(task))));
    System.out.println("ribond.test.seed=" + SEED);
    Random random = new Random(SEED);
    for (int repeat = 0; repeat < 3; repeat++) {
      TrainingRun run = run(task);
      TrainingOutcome outcome =
          run.start(new PlantedRuns.Quiet(), PlantedRuns.stopAfter(random.nextInt(12)));
      while (outcome instanceof InterruptedTraining) {
        outcome =
            run.resume(new PlantedRuns.Quiet(), PlantedRuns.stopAfter(1 + random.nextInt(12)));
      }
      assertArrayEquals(expected, bytes(model(task, outcome)));
    }
  }

  @Test
  void copiesOfAComplex_countAsOne() throws IOException {
    List<Complex> twice = new ArrayList<>(TRAINING);
    twice.addAll(TRAINING.subList(0, 3));
    Task once = new TowerTask(plan(2, 1), TRAINING, Optional.empty(), Optional.empty());
    Task more = new TowerTask(plan(2, 1), twice, Optional.empty(), Optional.empty());
    assertArrayEquals(
        bytes(model(once, PlantedRuns.complete(run(once)))),
        bytes(model(more, PlantedRuns.complete(run(more)))));
  }

  @Test
  void of_copiesThatDiffer_averagesThem() {
    BitSet unseen = new BitSet();
    unseen.set(2);
    Complex all = complex(new BitSet(), List.of(new Contact(0, 0), new Contact(0, 1)));
    Complex less = complex(unseen, List.of(new Contact(0, 1), new Contact(1, 1)));
    TowerMap map = TowerMap.of(List.of(all, less)).getFirst();
    assertEquals(2, map.contacts());
    assertEquals((3 * 2 + 2 * 2) / 2.0, map.cells());
    assertArrayEquals(new double[] {1.5, 0.5, 0}, map.residues().contacts());
    assertArrayEquals(new double[] {1, 1, 0.5}, map.residues().observed());
    assertArrayEquals(new double[] {1, 0.5, 0}, map.residues().binds());
    assertArrayEquals(new double[] {0.5, 1.5}, map.bases().contacts());
    assertEquals(0.5, map.residues().bound());
  }

  private static Complex complex(BitSet unseen, List<Contact> contacts) {
    return new Complex(
        "c",
        "c",
        new Chain("A", new Sequence("p", Alphabet.PROTEIN, "KAW"), unseen),
        new Chain("B", new Sequence("r", Alphabet.RNA, "GU"), new BitSet()),
        contacts,
        3.5,
        Optional.empty());
  }

  @Test
  void begin_withANetworkOfResidues_hasItsWeightsButForTheOutputs() {
    ResidueLabels labels =
        new ResidueLabels(
            List.of(new Sequence("p", Alphabet.PROTEIN, "KAWKAWKAW")),
            List.of("one", "two", "three"),
            List.of(new float[27]));
    TrainingPlan<ResiduePlan> plan =
        new TrainingPlan<>(
            ResiduePlan.of(8, true, 0.3f, labels.names()),
            Learning.of(Adam.of(0.01f)),
            2,
            4,
            1,
            0,
            3);
    Task residues = new ResidueTask(plan, labels);
    TrainedModel start = model(residues, PlantedRuns.complete(run(residues)));
    TowerTask task = new TowerTask(plan(1, 1), TRAINING, Optional.empty(), Optional.of(start));
    Weights own;
    try (var session = task.session(0, backend)) {
      own = session.weights().part(TowersArchitecture.RESIDUES);
    }
    List<Tensor> given = start.members().getFirst().tensors();
    for (int i = 0; i < given.size(); i++) {
      Tensor tensor = own.tensors().get(i);
      if (tensor.name().startsWith("output.")) {
        assertNotEquals(given.get(i).columns(), tensor.columns());
      } else {
        assertArrayEquals(given.get(i).values(), tensor.values(), tensor.name());
      }
    }
  }

  @Test
  void begin_withANetworkOfAnotherShape_fails() {
    TrainedModel windows =
        new TrainedModel(
            PlantedRule.ARCHITECTURE,
            List.of(Weights.zeros(PlantedRule.ARCHITECTURE)),
            new LinkedHashMap<>());
    assertThrows(
        IllegalArgumentException.class,
        () -> new TowerTask(plan(1, 1), TRAINING, Optional.empty(), Optional.of(windows)));
  }

  @Test
  void task_withoutContacts_fails() {
    List<Complex> none = List.of(complex(new BitSet(), List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TowerTask(plan(1, 1), none, Optional.empty(), Optional.empty()));
  }
}
