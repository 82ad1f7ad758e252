package org.ribond.engine.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.LearnerState;
import org.ribond.engine.network.Tensor;
import org.ribond.engine.network.Weights;
import org.ribond.engine.random.Draws;

/**
 * A task without a network: one weight learns the mean of some numbers by gradient descent with
 * momentum. Epochs are of different lengths, and each begins by forgetting the momentum.
 *
 * @param plan the plan
 * @param numbers what is learned from
 * @param validation what judges an epoch
 * @param begun counts the epochs that have begun
 */
record MeanTask(
    TrainingPlan<Numbers> plan,
    List<Float> numbers,
    Optional<Validation> validation,
    AtomicInteger begun)
    implements Task {

  /** The task's part of the plan. */
  record Numbers(int fewest) implements TaskPlan {
    @Override
    public SequencedMap<String, Object> entries() {
      return new LinkedHashMap<>(Map.of("fewest", fewest));
    }

    @Override
    public SequencedMap<String, Object> validationEntries() {
      return new LinkedHashMap<>();
    }
  }

  private static Weights one(float value) {
    return new Weights(List.of(new Tensor("mean", 1, 1, new float[] {value})));
  }

  static float value(Weights weights) {
    return weights.tensors().getFirst().values()[0];
  }

  @Override
  public Weights zeros() {
    return one(0);
  }

  @Override
  public TrainingSession session(int member, Backend backend) {
    return new Session(member);
  }

  @Override
  public TrainedModel model(
      List<MemberReport> members,
      SequencedMap<String, String> facts,
      Backend backend,
      LongConsumer progress) {
    throw new UnsupportedOperationException("a mean is no model");
  }

  private final class Session implements TrainingSession {
    private final int member;
    private float mean;
    private float velocity;
    private int steps;
    private float lossSum;

    Session(int member) {
      this.member = member;
      mean = member;
    }

    @Override
    public LearnerState state() {
      return new LearnerState(one(mean), one(velocity), zeros(), steps, steps, lossSum);
    }

    @Override
    public void restore(LearnerState state) {
      mean = value(state.weights());
      velocity = value(state.firstMoment());
      steps = state.steps();
      lossSum = state.lossSum();
    }

    @Override
    public TrainingEpoch epoch(int number) {
      int[] order = new int[plan.task().fewest() + number];
      for (int i = 0; i < order.length; i++) {
        order[i] = i % numbers.size();
      }
      Draws.shuffle(order, number, plan.seed(), member);
      return new TrainingEpoch() {
        @Override
        public int samples() {
          return order.length;
        }

        @Override
        public void begin() {
          velocity = 0;
          begun.incrementAndGet();
        }

        @Override
        public void step(int first, int count, float rateFactor) {
          float gradient = 0;
          for (int i = first; i < first + count; i++) {
            float difference = mean - numbers.get(order[i]);
            gradient += difference / count;
            lossSum += difference * difference / count;
          }
          velocity = 0.5f * velocity + gradient;
          mean -= plan.learning().optimiser().learningRate() * rateFactor * velocity;
          steps++;
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public Weights weights() {
      return one(mean);
    }

    @Override
    public float lossSum() {
      return lossSum;
    }

    @Override
    public float takeLossSum() {
      float sum = lossSum;
      lossSum = 0;
      return sum;
    }

    @Override
    public void close() {}
  }
}
