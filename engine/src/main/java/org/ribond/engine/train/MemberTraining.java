package org.ribond.engine.train;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.network.Tensor;
import org.ribond.engine.network.Weights;

/**
 * One ensemble member in training. Its state between two steps is a {@link MemberState}, from which
 * it goes on as if it had never stopped.
 */
final class MemberTraining implements AutoCloseable {
  private static final double NANOS_PER_SECOND = 1e9;

  private final TrainingPlan<?> plan;
  private final Optional<Validation> validation;
  private final int member;
  private final Backend backend;
  private final TrainingSession session;

  private int epoch;
  private int nextSample;
  private double seconds;
  private Optional<MemberReport> best = Optional.empty();

  /** A member with its initial weights on {@code backend}, or in the state {@code from}. */
  MemberTraining(Task task, int member, Backend backend, Optional<MemberState> from) {
    plan = task.plan();
    validation = task.validation();
    this.member = member;
    this.backend = backend;
    session = task.session(member, backend);
    try {
      from.ifPresent(this::restore);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void restore(MemberState state) {
    session.restore(state.learner());
    epoch = state.epoch();
    nextSample = state.nextSample();
    seconds = state.seconds();
    best = state.best();
  }

  MemberState state() {
    return new MemberState(session.state(), epoch, nextSample, seconds, best);
  }

  /** Whether the member has had all its epochs, or too many without a better score. */
  boolean isDone() {
    boolean isJudged = best.isPresent() && best.get().score().isPresent();
    return epoch == plan.epochs()
        || (isJudged && plan.patience() > 0 && epoch > best.get().epoch() + plan.patience());
  }

  /** The best epoch; there is one as soon as an epoch is done. */
  MemberReport report() {
    return best.orElseThrow();
  }

  /**
   * Trains and judges what is left of the epoch under way.
   *
   * @return the epoch's report, or nothing if {@code stop} said so before its end
   */
  Optional<EpochReport> epoch(TrainingListener listener, BooleanSupplier stop) {
    int samples;
    try (TrainingEpoch training = session.epoch(epoch)) {
      samples = training.samples();
      if (!train(training, listener, stop)) {
        return Optional.empty();
      }
    }
    Weights weights = session.weights();
    requireFinite(weights);
    OptionalDouble score = OptionalDouble.empty();
    if (validation.isPresent()) {
      score = validation.get().score(weights, backend, stop);
      if (score.isEmpty()) {
        return Optional.empty();
      }
      if (Double.isNaN(score.getAsDouble())) {
        throw diverged();
      }
    }
    int steps = Math.ceilDiv(samples, plan.batch());
    double loss = session.takeLossSum() / (double) steps;
    EpochReport report = new EpochReport(member, epoch, samples, loss, score, seconds);
    if (score.isEmpty()
        || best.isEmpty()
        || best.get().score().orElseThrow() < score.getAsDouble()) {
      best = Optional.of(new MemberReport(weights, epoch, score));
    }
    epoch++;
    nextSample = 0;
    seconds = 0;
    return Optional.of(report);
  }

  private void requireFinite(Weights weights) {
    boolean isFinite = Float.isFinite(session.lossSum());
    for (Tensor tensor : weights.tensors()) {
      for (float value : tensor.values()) {
        isFinite &= Float.isFinite(value);
      }
    }
    if (!isFinite) {
      throw diverged();
    }
  }

  private DivergedException diverged() {
    return new DivergedException(member, epoch, plan.learning().optimiser().learningRate());
  }

  /** Trains what is left of the epoch's samples; false if it was told to stop. */
  private boolean train(TrainingEpoch training, TrainingListener listener, BooleanSupplier stop) {
    long started = System.nanoTime();
    int samples = training.samples();
    while (nextSample < samples && !stop.getAsBoolean()) {
      if (nextSample == 0) {
        training.begin();
      }
      int count = Math.min(plan.batch(), samples - nextSample);
      training.step(nextSample, count, rateFactor((double) (nextSample + count / 2) / samples));
      nextSample += count;
      listener.step(member, epoch, nextSample, samples);
    }
    backend.synchronize();
    seconds += (System.nanoTime() - started) / NANOS_PER_SECOND;
    return nextSample == samples && !stop.getAsBoolean();
  }

  /** What the learning rate is multiplied by, {@code part} of the way through the epoch. */
  private float rateFactor(double part) {
    return (float) plan.learning().schedule().factor(epoch + part, plan.epochs());
  }

  @Override
  public void close() {
    session.close();
  }
}
