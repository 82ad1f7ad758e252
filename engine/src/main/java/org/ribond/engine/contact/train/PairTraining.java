package org.ribond.engine.contact.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.contact.sampling.PairSampler;
import org.ribond.engine.contact.sampling.PairSet;
import org.ribond.engine.network.Learner;
import org.ribond.engine.network.LearnerState;
import org.ribond.engine.network.Network;
import org.ribond.engine.network.Weights;
import org.ribond.engine.train.TrainingEpoch;
import org.ribond.engine.train.TrainingPlan;
import org.ribond.engine.train.TrainingSession;

/** A network that learns from pairs of windows. */
final class PairTraining implements TrainingSession {
  private final Backend backend;
  private final TrainingPlan<ContactPlan> plan;
  private final PairSampler sampler;
  private final Deque<Runnable> closers = new ArrayDeque<>();
  private final Network network;
  private final Learner learner;
  private final List<Ints> pools;

  /** A member with its initial weights on {@code backend}. */
  PairTraining(TrainingPlan<ContactPlan> plan, int member, PairSampler sampler, Backend backend) {
    this.backend = backend;
    this.plan = plan;
    this.sampler = sampler;
    ContactPlan own = plan.task();
    try {
      Weights weights = Weights.initial(own.architecture(), plan.seed(), member);
      network = new Network(backend, own.architecture(), weights);
      closers.push(network::close);
      learner =
          new Learner(
              network,
              plan.learning().optimiser(),
              plan.seed(),
              member,
              plan.batch(),
              own.dropoutGroup());
      closers.push(learner::close);
      learner.focus(own.emphasis().focus());
      pools = List.of(pool(sampler.pools().residues()), pool(sampler.pools().bases()));
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

  @Override
  public LearnerState state() {
    return learner.state();
  }

  @Override
  public void restore(LearnerState state) {
    learner.restore(state);
  }

  @Override
  public TrainingEpoch epoch(int number) {
    return new PairEpoch(sampler.epoch(number), sampler.startsAfresh(number));
  }

  @Override
  public Weights weights() {
    return network.weights();
  }

  @Override
  public float lossSum() {
    return learner.lossSum();
  }

  @Override
  public float takeLossSum() {
    return learner.takeLossSum();
  }

  @Override
  public void close() {
    while (!closers.isEmpty()) {
      closers.pop().run();
    }
  }

  /** The pairs of an epoch, of which a stretch at a time is on the backend. */
  private final class PairEpoch implements TrainingEpoch {
    private final PairSet pairs;
    private final boolean startsAfresh;
    private Optional<EpochSamples> stretch = Optional.empty();

    PairEpoch(PairSet pairs, boolean startsAfresh) {
      this.pairs = pairs;
      this.startsAfresh = startsAfresh;
    }

    @Override
    public int samples() {
      return pairs.size();
    }

    @Override
    public void begin() {
      if (startsAfresh) {
        learner.startAfresh();
      }
    }

    @Override
    public void step(int first, int count, float rateFactor) {
      EpochSamples samples = stretch(first);
      int hardest = plan.task().emphasis().hardest();
      if (hardest == 1) {
        step(samples, first - samples.from(), count, rateFactor);
        return;
      }
      float[] scores = network.scores(samples.samples(), first - samples.from(), count);
      int[] chosen = HardNegatives.choose(pairs.labels(), first, scores, hardest);
      PairSet subset = pairs.subset(chosen);
      try (EpochSamples hard = new EpochSamples(backend, pools, subset, 0, chosen.length)) {
        step(hard, 0, chosen.length, rateFactor);
        backend.synchronize();
      }
    }

    private void step(EpochSamples samples, int first, int count, float rateFactor) {
      learner.step(
          samples.samples(),
          first,
          count,
          samples.scale(first, count),
          rateFactor,
          plan.learning().clipNorm());
    }

    /** The stretch that begins with sample {@code first}, unless the last one has it still. */
    private EpochSamples stretch(int first) {
      if (stretch.isEmpty() || !stretch.get().has(first)) {
        if (stretch.isPresent()) {
          backend.synchronize();
          close();
        }
        int end = (int) Math.min(pairs.size(), first + wholeBatches());
        stretch = Optional.of(new EpochSamples(backend, pools, pairs, first, end));
      }
      return stretch.get();
    }

    /** Samples that are on the backend at a time: whole mini-batches. */
    private long wholeBatches() {
      return (long) Math.ceilDiv(EpochSamples.LENGTH, plan.batch()) * plan.batch();
    }

    @Override
    public void close() {
      stretch.ifPresent(EpochSamples::close);
      stretch = Optional.empty();
    }
  }
}
