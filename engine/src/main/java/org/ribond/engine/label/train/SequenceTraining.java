package org.ribond.engine.label.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.data.Targets;
import org.ribond.engine.label.model.ModelOutputs;
import org.ribond.engine.label.model.Strands;
import org.ribond.engine.network.ChainTargets;
import org.ribond.engine.network.Readings;
import org.ribond.engine.network.Weights;
import org.ribond.engine.random.Draws;
import org.ribond.engine.random.RandomStream;
import org.ribond.engine.train.NetworkSession;
import org.ribond.engine.train.TrainingEpoch;
import org.ribond.engine.train.TrainingPlan;

/**
 * A network that learns from whole sequences. Letters stay the bytes of the set; those of a
 * mini-batch alone become numbers.
 */
final class SequenceTraining extends NetworkSession {
  /**
   * Sites of a chunk: as batch normalisation takes its moments over one, mini-batches of the usual
   * lengths are one.
   */
  private static final int SITES = 1 << 16;

  private final TrainingPlan<LabelPlan> plan;
  private final ModelOutputs outputs;
  private final LabelData training;
  private final int member;

  /**
   * A member with its initial weights on {@code backend}.
   *
   * @param start weights of tensors that do not begin at random
   */
  SequenceTraining(
      TrainingPlan<LabelPlan> plan,
      ModelOutputs outputs,
      LabelData training,
      Optional<Weights> start,
      int member,
      Backend backend) {
    super(plan, plan.task().architecture(), initial(plan, start, member), member, backend, SITES);
    this.plan = plan;
    this.outputs = outputs;
    this.training = training;
    this.member = member;
    learner().maskLetters(plan.task().maskedLetters());
    learner().smoothLabels(plan.task().labelSmoothing());
  }

  private static Weights initial(
      TrainingPlan<LabelPlan> plan, Optional<Weights> start, int member) {
    Weights random = Weights.initial(plan.task().architecture(), plan.seed(), member);
    return start.map(random::with).orElse(random);
  }

  @Override
  public TrainingEpoch epoch(int number) {
    return new SequenceEpoch(number);
  }

  /** All sequences once, in random order, each on a strand of its own choice. */
  private final class SequenceEpoch implements TrainingEpoch {
    private final int[] order = IntStream.range(0, training.size()).toArray();
    private final Draws strands;

    SequenceEpoch(int number) {
      Draws.shuffle(order, number, plan.seed(), member);
      strands = new Draws(RandomStream.STRANDS, number, plan.seed(), member);
    }

    @Override
    public int samples() {
      return order.length;
    }

    @Override
    public void step(int first, int count, float rateFactor) {
      int[] rows = Arrays.copyOfRange(order, first, first + count);
      List<int[]> sequences = new ArrayList<>();
      boolean[] isReverse = new boolean[count];
      for (int i = 0; i < count; i++) {
        isReverse[i] = isReverse(rows[i]);
        sequences.add(Strands.read(training.codes(rows[i]), isReverse[i]));
      }
      ChainTargets targets = targets(rows);
      learner()
          .step(
              new Readings(sequences, isReverse),
              targets,
              1 / weight(targets),
              rateFactor,
              plan.learning().clipNorm());
      // What was queued reads the letters of this mini-batch.
      backend().synchronize();
    }

    private boolean isReverse(int row) {
      return plan.task().strands() == Strands.BOTH && strands.below(2, row, 0) == 1;
    }

    @Override
    public void close() {}
  }

  private ChainTargets targets(int[] rows) {
    return switch (training.targets().subset(rows)) {
      case Targets.Classes classes -> {
        float[] weights = new float[rows.length];
        Arrays.fill(weights, 1);
        yield new ChainTargets.Classes(classes.labels(), weights);
      }
      case Targets.Numbers numbers -> {
        ModelOutputs.Numbers scale = (ModelOutputs.Numbers) outputs;
        float[] values = numbers.values();
        float[] weights = new float[values.length];
        for (int i = 0; i < values.length; i++) {
          boolean isKnown = !Float.isNaN(values[i]);
          weights[i] = isKnown ? 1 : 0;
          values[i] = isKnown ? scale.standard(i % scale.size(), values[i]) : 0;
        }
        yield new ChainTargets.Numbers(
            ChainTargets.Numbers.Loss.SQUARED_ERROR, scale.size(), values, weights);
      }
    };
  }

  /** Sum of the weights, or 1 where no number of a mini-batch is known. */
  private static float weight(ChainTargets targets) {
    float[] weights =
        switch (targets) {
          case ChainTargets.Classes classes -> classes.weights();
          case ChainTargets.Numbers numbers -> numbers.weights();
          case ChainTargets.Pairs pairs -> pairs.weights();
          case ChainTargets.Sites sites -> sites.weights();
        };
    float sum = 0;
    for (float weight : weights) {
      sum += weight;
    }
    return Math.max(sum, 1);
  }
}
