package org.ribond.engine.embed.train;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.embed.data.Transcript;
import org.ribond.engine.embed.model.View;
import org.ribond.engine.network.ChainTargets;
import org.ribond.engine.random.Draws;
import org.ribond.engine.random.RandomStream;
import org.ribond.engine.train.NetworkSession;
import org.ribond.engine.train.TrainingEpoch;
import org.ribond.engine.train.TrainingPlan;

/**
 * An encoder that learns to put the transcripts of a group near each other. A mini-batch goes
 * through the network in one chunk, so that the loss sees all its views and batch normalisation has
 * the moments of all of them.
 */
final class EmbedTraining extends NetworkSession {
  private final TrainingPlan<EmbedPlan> plan;
  private final TranscriptGroups training;
  private final int member;

  EmbedTraining(
      TrainingPlan<EmbedPlan> plan, TranscriptGroups training, int member, Backend backend) {
    super(plan, plan.task().architecture(), member, backend, Integer.MAX_VALUE);
    this.plan = plan;
    this.training = training;
    this.member = member;
    learner().maskLetters(plan.task().masked());
  }

  @Override
  public TrainingEpoch epoch(int number) {
    return new EmbedEpoch(number);
  }

  /** A pair of each group, in random order; a rest too small for a mini-batch is left out. */
  private final class EmbedEpoch implements TrainingEpoch {
    private final int[] order = IntStream.range(0, training.size()).toArray();
    private final Draws draws;

    EmbedEpoch(int number) {
      Draws.shuffle(order, number, plan.seed(), member);
      draws = new Draws(RandomStream.VIEWS, number, plan.seed(), member);
    }

    @Override
    public int samples() {
      int whole = order.length / plan.batch() * plan.batch();
      return whole > 0 ? whole : order.length;
    }

    @Override
    public void step(int first, int count, float rateFactor) {
      List<View> views = new ArrayList<>();
      List<View> others = new ArrayList<>();
      float[] weights = new float[count];
      for (int i = 0; i < count; i++) {
        List<Transcript> group = training.group(order[first + i]);
        weights[i] = plan.task().isWeighted() ? (float) (Math.log(group.size() + 0.4) / 0.802) : 1;
        addPair(group, first + i, views, others);
      }
      views.addAll(others);
      learner()
          .step(
              View.readings(views),
              new ChainTargets.Pairs(plan.task().contrast(), weights),
              1f / views.size(),
              rateFactor,
              plan.learning().clipNorm());
      // What was queued reads the letters of this mini-batch.
      backend().synchronize();
    }

    /** Two different transcripts of a group, or one twice where it has no other. */
    private void addPair(List<Transcript> group, int place, List<View> views, List<View> others) {
      int one = (int) draws.below(group.size(), place, 0);
      int other = one;
      if (group.size() > 1) {
        other = (int) draws.below(group.size() - 1L, place, 1);
        other += other >= one ? 1 : 0;
      }
      views.add(view(group.get(one), place, 2, 3));
      others.add(view(group.get(other), place, plan.task().views().isAligned() ? 2 : 4, 5));
    }

    private View view(Transcript transcript, int place, int forPlace, int forShift) {
      EmbedPlan.Views views = plan.task().views();
      int length = transcript.length();
      int spare = length - views.longest();
      if (spare > 0) {
        double share = draws.below(1 << 30, place, forPlace) / (double) (1 << 30);
        int start = (int) (share * (spare + 1));
        return new View(transcript, start, start + views.longest());
      }
      int most = Math.min(views.shift(), length - 1);
      // A shift is each view's own, whatever is aligned.
      int shift = (int) draws.below(most + 1L, place, forShift);
      return new View(transcript, shift, length);
    }

    @Override
    public void close() {}
  }
}
