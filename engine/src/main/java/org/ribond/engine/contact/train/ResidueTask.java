package org.ribond.engine.contact.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.contact.tower.Towers;
import org.ribond.engine.model.ModelCard;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.ChainNetwork;
import org.ribond.engine.network.ChainTargets;
import org.ribond.engine.network.Weights;
import org.ribond.engine.random.Draws;
import org.ribond.engine.sequence.Sequence;
import org.ribond.engine.train.MemberReport;
import org.ribond.engine.train.NetworkSession;
import org.ribond.engine.train.Task;
import org.ribond.engine.train.TrainingEpoch;
import org.ribond.engine.train.TrainingPlan;
import org.ribond.engine.train.TrainingSession;
import org.ribond.engine.train.Validation;

/**
 * Learns labels of residues, such as secondary structure: what a network on proteins may know
 * before it learns of contacts, of which there are few.
 *
 * @param plan what determines a run besides data and backend
 * @param labels proteins with labels
 */
public record ResidueTask(TrainingPlan<ResiduePlan> plan, ResidueLabels labels) implements Task {
  /** What the card's {@link ModelCard#TASK} is. */
  public static final String TASK = "residues";

  @Override
  public Weights zeros() {
    return Weights.zeros(plan.task().architecture());
  }

  @Override
  public TrainingSession session(int member, Backend backend) {
    return new Session(member, backend);
  }

  @Override
  public Optional<Validation> validation() {
    return Optional.empty();
  }

  @Override
  public TrainedModel model(
      List<MemberReport> members,
      SequencedMap<String, String> facts,
      Backend backend,
      LongConsumer progress) {
    SequencedMap<String, String> card = new LinkedHashMap<>(facts);
    card.put(ModelCard.TASK, TASK);
    card.put(ModelCard.SEED, String.valueOf(plan.seed()));
    card.put("labels", String.join(" ", plan.task().labels()));
    return new TrainedModel(
        plan.task().architecture(), members.stream().map(MemberReport::weights).toList(), card);
  }

  /** One network in training. */
  private final class Session extends NetworkSession {
    private final int member;

    Session(int member, Backend backend) {
      super(plan, plan.task().architecture(), member, backend, ChainNetwork.SITES);
      this.member = member;
    }

    @Override
    public TrainingEpoch epoch(int number) {
      int[] order = IntStream.range(0, labels.proteins().size()).toArray();
      Draws.shuffle(order, number, plan.seed(), member);
      return new Epoch(order);
    }

    /** All proteins once, in random order. */
    private final class Epoch implements TrainingEpoch {
      private final int[] order;

      Epoch(int[] order) {
        this.order = order;
      }

      @Override
      public int samples() {
        return order.length;
      }

      @Override
      public void step(int first, int count, float rateFactor) {
        List<Sequence> proteins = new ArrayList<>();
        int residues = 0;
        for (int i = first; i < first + count; i++) {
          proteins.add(labels.proteins().get(order[i]));
          residues += proteins.getLast().length();
        }
        learner()
            .step(
                Towers.readings(plan.task().architecture(), proteins),
                targets(first, count, residues),
                1f / residues,
                rateFactor,
                plan.learning().clipNorm());
        // What was queued reads the letters of this mini-batch.
        backend().synchronize();
      }

      private ChainTargets targets(int first, int count, int residues) {
        int columns = labels.names().size();
        float[] values = new float[residues * columns];
        float[] weights = new float[values.length];
        int at = 0;
        for (int i = first; i < first + count; i++) {
          for (float value : labels.values().get(order[i])) {
            boolean isKnown = !Float.isNaN(value);
            values[at] = isKnown ? value : 0;
            weights[at] = isKnown ? 1 : 0;
            at++;
          }
        }
        return new ChainTargets.Numbers(
            ChainTargets.Numbers.Loss.SIGMOID_CROSS_ENTROPY, columns, values, weights);
      }

      @Override
      public void close() {}
    }
  }
}
