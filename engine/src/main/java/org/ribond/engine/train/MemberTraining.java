package org.ribond.engine.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.contact.sampling.PairSampler;
import org.ribond.engine.contact.sampling.PairSet;
import org.ribond.engine.network.Learner;
import org.ribond.engine.network.Network;
import org.ribond.engine.network.Tensor;
import org.ribond.engine.network.Weights;

/**
 * One ensemble member in training. Its state between two steps is a {@link MemberState}, from which
 * it goes on as if it had never stopped.
 */
final class MemberTraining implements AutoCloseable {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Backend backend;
  private final TrainingPlan plan;
  private final int member;
  private final PairSampler sampler;
  private final Deque<Runnable> closers = new ArrayDeque<>();
  private final Network network;
  private final Learner learner;
  private final List<Ints> pools;

  private int epoch;
  private int nextSample;
  private double seconds;
  private Optional<MemberReport> best = Optional.empty();

  /** A member with its initial weights on {@code backend}, or in the state {@code from}. */
  MemberTraining(
      Backend backend,
      TrainingPlan plan,
      int member,
      PairSampler sampler,
      Optional<MemberState> from) {
    this.backend = backend;
    this.plan = plan;
    this.member = member;
    this.sampler = sampler;
    try {
      Weights weights = Weights.initial(plan.architecture(), plan.seed(), member);
      network = new Network(backend, plan.architecture(), weights);
      closers.push(network::close);
      learner =
          new Learner(
              network,
              plan.learning().optimiser(),
              plan.seed(),
              member,
              plan.batch(),
              plan.dropoutGroup());
      closers.push(learner::close);
      learner.focus(plan.emphasis().focus());
      pools = List.of(pool(sampler.pools().residues()), pool(sampler.pools().bases()));
      from.ifPresent(this::restore);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Ints pool(int[] letters) {
    Ints pool = backend.allocateInts(letters.length);
    closers.push(pool::close);
    backend.upload(letters, pool);
    return pool;
  }

  private void restore(MemberState state) {
    learner.restore(state.learner());
    epoch = state.epoch();
    nextSample = state.nextSample();
    seconds = state.seconds();
    best = state.best();
  }

  MemberState state() {
    return new MemberState(learner.state(), epoch, nextSample, seconds, best);
  }

  /** Number of the epoch that is under way, or is next. */
  int epoch() {
    return epoch;
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
  Optional<EpochReport> epoch(
      Optional<Validation> validation, TrainingListener listener, BooleanSupplier stop) {
    PairSet pairs = sampler.epoch(epoch);
    if (!train(pairs, listener, stop)) {
      return Optional.empty();
    }
    requireFinite();
    OptionalDouble score = OptionalDouble.empty();
    if (validation.isPresent()) {
      score = validation.get().score(network, stop);
      if (score.isEmpty()) {
        return Optional.empty();
      }
    }
    int steps = Math.ceilDiv(pairs.size(), plan.batch());
    double loss = learner.takeLossSum() / (double) steps;
    EpochReport report = new EpochReport(member, epoch, pairs.size(), loss, score, seconds);
    if (score.isEmpty()
        || best.isEmpty()
        || best.get().score().orElseThrow() < score.getAsDouble()) {
      best = Optional.of(new MemberReport(network.weights(), epoch, score));
    }
    epoch++;
    nextSample = 0;
    seconds = 0;
    return Optional.of(report);
  }

  private void requireFinite() {
    boolean isFinite = Float.isFinite(learner.lossSum());
    for (Tensor tensor : network.weights().tensors()) {
      for (float value : tensor.values()) {
        isFinite &= Float.isFinite(value);
      }
    }
    if (!isFinite) {
      throw new DivergedException(member, epoch, plan.learning().optimiser().learningRate());
    }
  }

  /** Trains what is left of the epoch's samples; false if it was told to stop. */
  private boolean train(PairSet pairs, TrainingListener listener, BooleanSupplier stop) {
    long started = System.nanoTime();
    double before = seconds;
    if (nextSample == 0 && sampler.startsAfresh(epoch)) {
      learner.startAfresh();
    }
    while (nextSample < pairs.size() && !stop.getAsBoolean()) {
      int end = (int) Math.min(pairs.size(), (long) nextSample + stretch());
      try (EpochSamples samples = new EpochSamples(backend, pools, pairs, nextSample, end)) {
        train(pairs, samples, end, listener, stop);
        backend.synchronize();
      }
    }
    seconds = before + (System.nanoTime() - started) / NANOS_PER_SECOND;
    return nextSample == pairs.size() && !stop.getAsBoolean();
  }

  /** Samples that are on the backend at a time: whole mini-batches. */
  private long stretch() {
    return (long) Math.ceilDiv(EpochSamples.LENGTH, plan.batch()) * plan.batch();
  }

  private void train(
      PairSet pairs,
      EpochSamples samples,
      int end,
      TrainingListener listener,
      BooleanSupplier stop) {
    while (nextSample < end && !stop.getAsBoolean()) {
      int count = Math.min(plan.batch(), end - nextSample);
      step(pairs, samples, count, (double) (nextSample + count / 2) / pairs.size());
      nextSample += count;
      listener.step(member, epoch, nextSample, pairs.size());
    }
  }

  /** One step on the next {@code count} samples, {@code part} of the way through the epoch. */
  private void step(PairSet pairs, EpochSamples samples, int count, double part) {
    int first = nextSample - samples.from();
    int hardest = plan.emphasis().hardest();
    if (hardest == 1) {
      step(samples, first, count, part);
      return;
    }
    float[] scores = network.scores(samples.samples(), first, count);
    int[] chosen = HardNegatives.choose(pairs.labels(), nextSample, scores, hardest);
    PairSet subset = pairs.subset(chosen);
    try (EpochSamples hard = new EpochSamples(backend, pools, subset, 0, chosen.length)) {
      step(hard, 0, chosen.length, part);
      backend.synchronize();
    }
  }

  private void step(EpochSamples samples, int first, int count, double part) {
    Learning learning = plan.learning();
    double factor = learning.schedule().factor(epoch + part, plan.epochs());
    learner.step(
        samples.samples(),
        first,
        count,
        samples.scale(first, count),
        (float) factor,
        learning.clipNorm());
  }

  @Override
  public void close() {
    while (!closers.isEmpty()) {
      closers.pop().run();
    }
  }
}
