package org.ribond.engine.fold.train;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.fold.structure.Structure;
import org.ribond.engine.fold.structure.Structure.Pair;
import org.ribond.engine.network.ChainTargets;
import org.ribond.engine.network.PairFamily;
import org.ribond.engine.network.Readings;
import org.ribond.engine.random.Draws;
import org.ribond.engine.random.RandomStream;
import org.ribond.engine.train.NetworkSession;
import org.ribond.engine.train.TrainingEpoch;
import org.ribond.engine.train.TrainingPlan;

/** A network that learns which bases of RNAs pair. */
final class FoldTraining extends NetworkSession {
  /** Cells of a chunk: activations of a few layers stay in cache. */
  private static final int CELLS = 1 << 14;

  /**
   * What the draws of left-out pairs have in the place of a layer; masks of layers are far below.
   */
  private static final int LEFT_OUT = 0x8000;

  private final TrainingPlan<FoldPlan> plan;
  private final FoldSamples training;
  private final int member;

  /** A member with its initial weights on {@code backend}. */
  FoldTraining(TrainingPlan<FoldPlan> plan, FoldSamples training, int member, Backend backend) {
    super(plan, plan.task().architecture(), member, backend, CELLS);
    this.plan = plan;
    this.training = training;
    this.member = member;
  }

  @Override
  public TrainingEpoch epoch(int number) {
    return new FoldEpoch(number);
  }

  /** What a step reads. */
  private record Content(Readings readings, ChainTargets targets, int bases) {}

  /** A mini-batch whose content is being made while the one before is learned from. */
  private record MiniBatch(int first, int count, CompletableFuture<Content> content) {
    static final MiniBatch NONE = new MiniBatch(-1, 0, new CompletableFuture<>());
  }

  /** All RNAs once, in random order. */
  private final class FoldEpoch implements TrainingEpoch {
    private final int number;
    private final int[] order = IntStream.range(0, training.size()).toArray();
    private final Draws cycles;
    private MiniBatch next = MiniBatch.NONE;

    FoldEpoch(int number) {
      this.number = number;
      Draws.shuffle(order, number, plan.seed(), member);
      cycles = new Draws(RandomStream.CYCLES, number, plan.seed(), member);
    }

    @Override
    public int samples() {
      return order.length;
    }

    @Override
    public void step(int first, int count, float rateFactor) {
      CompletableFuture<Content> content =
          next.first == first && next.count == count ? next.content : prepare(first, count);
      int following = Math.min(count, order.length - first - count);
      next =
          following > 0
              ? new MiniBatch(first + count, following, prepare(first + count, following))
              : MiniBatch.NONE;
      int most = ((PairFamily) plan.task().architecture().family()).cycles();
      learner().setCycles(1 + (int) cycles.below(most, first, 0));
      Content own = content.join();
      learner()
          .step(own.readings, own.targets, 1f / own.bases, rateFactor, plan.learning().clipNorm());
      // What was queued reads the letters of this mini-batch.
      backend().synchronize();
    }

    /** Makes what a step reads on another thread. */
    private CompletableFuture<Content> prepare(int first, int count) {
      int[] samples = Arrays.copyOfRange(order, first, first + count);
      return CompletableFuture.supplyAsync(
          () -> {
            int bases = 0;
            for (int sample : samples) {
              bases += training.structure(sample).rna().length();
            }
            Readings readings = training.readings(plan.task().architecture(), samples);
            return new Content(readings, targets(samples), bases);
          });
    }

    private ChainTargets targets(int... samples) {
      int cells = 0;
      for (int sample : samples) {
        int length = training.structure(sample).rna().length();
        cells += length * length;
      }
      Dropout leftOut =
          new Dropout(plan.task().leftOut(), plan.seed(), member, LEFT_OUT, number, 0);
      float[] values = new float[cells];
      float[] weights = new float[cells];
      boolean isOfClasses = plan.task().architecture().outputs() == 2;
      int at = 0;
      for (int sample : samples) {
        int length = training.structure(sample).rna().length();
        boolean[] kept = leftOut.kept(sample, length * length);
        if (isOfClasses) {
          both(training.structure(sample), kept, at, values, weights);
        } else {
          upper(training.structure(sample), kept, at, values, weights);
        }
        at += length * length;
      }
      if (!isOfClasses) {
        return new ChainTargets.Numbers(
            ChainTargets.Numbers.Loss.SIGMOID_CROSS_ENTROPY, 1, values, weights);
      }
      int[] labels = new int[cells];
      for (int cell = 0; cell < cells; cell++) {
        labels[cell] = (int) values[cell];
      }
      return new ChainTargets.Classes(labels, weights);
    }

    @Override
    public void close() {}
  }

  /** The pairs (i, j) with i before j count: all that are, and others as drawn. */
  private static void upper(
      Structure known, boolean[] kept, int at, float[] values, float[] weights) {
    int length = known.rna().length();
    for (int i = 0; i < length; i++) {
      for (int j = i + 1; j < length; j++) {
        weights[at + i * length + j] = kept[i * length + j] ? 1 : 0;
      }
    }
    for (Pair pair : known.pairs()) {
      int cell = at + pair.first() * length + pair.second();
      values[cell] = 1;
      weights[cell] = 1;
    }
  }

  /** All cells count, as published for RNAformer: pairs and their neighbours, others as drawn. */
  private static void both(
      Structure known, boolean[] kept, int at, float[] values, float[] weights) {
    int length = known.rna().length();
    for (int cell = 0; cell < length * length; cell++) {
      weights[at + cell] = kept[cell] ? 1 : 0;
    }
    for (Pair pair : known.pairs()) {
      for (int i = Math.max(0, pair.first() - 1); i <= pair.first() + 1; i++) {
        for (int j = pair.second() - 1; j <= Math.min(length - 1, pair.second() + 1); j++) {
          weights[at + i * length + j] = 1;
          weights[at + j * length + i] = 1;
        }
      }
      values[at + pair.first() * length + pair.second()] = 1;
      values[at + pair.second() * length + pair.first()] = 1;
    }
  }
}
