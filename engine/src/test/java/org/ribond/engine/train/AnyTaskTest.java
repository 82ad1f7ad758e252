package org.ribond.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.file.DataException;
import org.ribond.engine.network.Momentum;
import org.ribond.engine.train.TrainingOutcome.Completed;
import org.ribond.engine.train.TrainingOutcome.InterruptedTraining;

/** Runs know nothing of what they train. */
class AnyTaskTest {
  private static final List<Float> NUMBERS = List.of(1f, 2f, 3f, 6f, 8f);

  private final AtomicInteger begun = new AtomicInteger();

  @TempDir private Path directory;

  private MeanTask task(int fewest, float rate, Optional<Validation> validation) {
    TrainingPlan<MeanTask.Numbers> plan =
        new TrainingPlan<>(
            new MeanTask.Numbers(fewest),
            new Learning(new Momentum(rate, 0, 0, 0), new Schedule.Cosine(1), 0),
            8,
            3,
            2,
            2,
            5);
    return new MeanTask(plan, NUMBERS, validation, begun);
  }

  private TrainingRun run(Task task, String name) {
    return new TrainingRun(
        List.of(new ScalarBackend()),
        task,
        new LinkedHashMap<>(),
        directory.resolve(name + ".safetensors"));
  }

  private static BooleanSupplier after(int questions) {
    AtomicInteger left = new AtomicInteger(questions);
    return () -> left.getAndDecrement() <= 0;
  }

  private static List<Float> values(Completed outcome) {
    return outcome.members().stream().map(member -> MeanTask.value(member.weights())).toList();
  }

  @Test
  void start_withoutValidation_trainsAllEpochsOfTheTask() {
    TrainingOutcome outcome =
        run(task(40, 0.2f, Optional.empty()), "whole").start(new Quiet(), () -> false);

    Completed completed = assertInstanceOf(Completed.class, outcome);
    assertEquals(16, begun.get());
    assertEquals(47, completed.history().get(7).samples());
    for (float mean : values(completed)) {
      assertEquals(4, mean, 0.3);
    }
  }

  @Test
  void resume_afterEveryFewSteps_endsWithTheSameBitsAndBeginsNoEpochTwice() {
    Task task = task(7, 0.1f, Optional.empty());
    Completed whole =
        assertInstanceOf(Completed.class, run(task, "whole").start(new Quiet(), () -> false));
    int epochs = begun.getAndSet(0);

    TrainingRun run = run(task, "parts");
    TrainingOutcome outcome = run.start(new Quiet(), after(2));
    int parts = 1;
    while (outcome instanceof InterruptedTraining) {
      outcome = run.resume(new Quiet(), after(2));
      parts++;
    }

    Completed completed = assertInstanceOf(Completed.class, outcome);
    assertTrue(parts > 10, parts + " parts");
    assertEquals(epochs, begun.get());
    assertEquals(values(whole), values(completed));
    assertEquals(losses(whole), losses(completed));
  }

  private static List<Double> losses(Completed outcome) {
    return outcome.history().stream().map(EpochReport::loss).toList();
  }

  @Test
  void start_judgedByTheTask_keepsTheBestWeightsOfEachMember() {
    Validation close =
        (weights, backend, stop) -> OptionalDouble.of(-Math.abs(MeanTask.value(weights) - 2));

    TrainingOutcome outcome =
        run(task(7, 0.1f, Optional.of(close)), "judged").start(new Quiet(), () -> false);

    Completed completed = assertInstanceOf(Completed.class, outcome);
    for (MemberReport member : completed.members()) {
      double best =
          completed.history().stream()
              .filter(epoch -> epoch.member() == completed.members().indexOf(member))
              .mapToDouble(epoch -> epoch.score().orElseThrow())
              .max()
              .orElseThrow();
      assertEquals(best, member.score().orElseThrow());
      assertEquals(best, -Math.abs(MeanTask.value(member.weights()) - 2));
    }
    assertTrue(completed.history().size() < 16, "patience ends members early");
  }

  @Test
  void start_weightsNotFinite_saysThatItDiverged() {
    TrainingRun run = run(task(20, 1e30f, Optional.empty()), "far");

    assertThrows(DivergedException.class, () -> run.start(new Quiet(), () -> false));
  }

  @Test
  void resume_ofAnotherTasksPlan_isRefusedWithWhatDiffers() {
    run(task(7, 0.1f, Optional.empty()), "one").start(new Quiet(), () -> false);
    TrainingRun other = run(task(9, 0.1f, Optional.empty()), "one");

    DataException e =
        assertThrows(DataException.class, () -> other.resume(new Quiet(), () -> false));

    assertTrue(e.getMessage().contains("another run, with fewest 7, not 9"), e.getMessage());
  }

  private static final class Quiet implements TrainingListener {
    @Override
    public void step(int member, int epoch, int samplesDone, int samples) {}

    @Override
    public void epoch(EpochReport report, List<EpochReport> history, int epochsLeft) {}
  }
}
