package org.ribond.engine.contact.train;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.contact.tower.LengthPrior;
import org.ribond.engine.contact.tower.Towers;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.ChainLearner;
import org.ribond.engine.network.ChainNetwork;
import org.ribond.engine.network.ChainTargets;
import org.ribond.engine.network.LearnerState;
import org.ribond.engine.network.Readings;
import org.ribond.engine.network.TowersArchitecture;
import org.ribond.engine.network.Weights;
import org.ribond.engine.random.Draws;
import org.ribond.engine.random.RandomStream;
import org.ribond.engine.sequence.Sequence;
import org.ribond.engine.train.TrainingEpoch;
import org.ribond.engine.train.TrainingPlan;
import org.ribond.engine.train.TrainingSession;

/**
 * Two networks, one on proteins and one on RNAs, that learn where contacts are.
 *
 * <p>With rates {@code exp(c + f[i] + g[j])} the likelihood of a map's contacts, their number
 * given, falls apart into that of their residues, a softmax of {@code f} over the protein, and that
 * of their bases, one of {@code g} over the RNA. So all cells count, none is drawn, and either
 * network learns by itself. Besides, each learns which letters bind, from the log-odds that lengths
 * give on.
 */
final class TowerTraining implements TrainingSession {
  private static final int COLUMNS = ChainTargets.Sites.COLUMNS;

  /** Bases of an RNA that a step reads at most: around a contact, where it has more. */
  private static final int MOST_BASES = 400;

  /** Weight of the contacts' places in the loss. */
  private static final double OF_PLACES = 1.0 / 3;

  /** Weight of whether residues bind. */
  private static final double OF_RESIDUES = 0.5;

  /** Weight of whether bases bind. */
  private static final double OF_BASES = 0.2;

  /** Of longer RNAs so many bases count, as to whether they bind. */
  private static final double COUNTED_BASES = 100;

  /** What the softmax is given of letters without coordinates: they hold no contact. */
  private static final float NOWHERE = -1e9f;

  private final TrainingPlan<TowerPlan> plan;
  private final TowerMaps training;
  private final int member;
  private final Backend backend;
  private final Deque<Runnable> closers = new ArrayDeque<>();
  private final ChainNetwork residues;
  private final ChainNetwork bases;
  private final ChainLearner ofResidues;
  private final ChainLearner ofBases;

  /** Of both networks, in the order of the steps, so that a resumed run adds up alike. */
  private float lossSum;

  /**
   * A member with its initial weights on {@code backend}.
   *
   * @param start weights that the network on proteins begins with, instead of random ones
   */
  TowerTraining(
      TrainingPlan<TowerPlan> plan,
      TowerMaps training,
      Weights start,
      int member,
      Backend backend) {
    this.plan = plan;
    this.training = training;
    this.member = member;
    this.backend = backend;
    TowersArchitecture shape = plan.task().architecture();
    Weights initial = Weights.initial(shape, plan.seed(), member);
    try {
      Weights random = initial.part(TowersArchitecture.RESIDUES);
      residues = network(shape.residues(), random.with(start));
      bases = network(shape.bases(), initial.part(TowersArchitecture.BASES));
      ofResidues = learner(residues);
      ofBases = learner(bases);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private ChainNetwork network(ChainArchitecture shape, Weights weights) {
    ChainNetwork network = new ChainNetwork(backend, shape, weights);
    closers.push(network::close);
    return network;
  }

  private ChainLearner learner(ChainNetwork network) {
    ChainLearner learner =
        new ChainLearner(network, plan.learning().optimiser(), plan.seed(), member);
    closers.push(learner::close);
    return learner;
  }

  private static Weights join(Weights ofResidues, Weights ofBases) {
    return ofResidues.join(TowersArchitecture.RESIDUES, TowersArchitecture.BASES, ofBases);
  }

  @Override
  public LearnerState state() {
    LearnerState first = ofResidues.state();
    LearnerState second = ofBases.state();
    return new LearnerState(
        join(first.weights(), second.weights()),
        join(first.firstMoment(), second.firstMoment()),
        join(first.secondMoment(), second.secondMoment()),
        first.steps(),
        first.adamSteps(),
        lossSum);
  }

  @Override
  public void restore(LearnerState state) {
    ofResidues.restore(part(state, TowersArchitecture.RESIDUES));
    ofBases.restore(part(state, TowersArchitecture.BASES));
    lossSum = state.lossSum();
  }

  private static LearnerState part(LearnerState state, String prefix) {
    return new LearnerState(
        state.weights().part(prefix),
        state.firstMoment().part(prefix),
        state.secondMoment().part(prefix),
        state.steps(),
        state.adamSteps(),
        0);
  }

  @Override
  public TrainingEpoch epoch(int number) {
    return new TowerEpoch(number);
  }

  @Override
  public Weights weights() {
    return join(residues.weights(), bases.weights());
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
  public void close() {
    while (!closers.isEmpty()) {
      closers.pop().run();
    }
  }

  /** Each map once in random order, those with long RNAs by chance. */
  private final class TowerEpoch implements TrainingEpoch {
    private final int[] order;
    private final Draws draws;

    TowerEpoch(int number) {
      draws = new Draws(RandomStream.MAPS, number, plan.seed(), member);
      int[] present = IntStream.range(0, training.maps().size()).filter(this::takesPart).toArray();
      // Where all RNAs are long, the draw may have left none.
      order = present.length > 0 ? present : new int[] {0};
      Draws.shuffle(order, number, plan.seed(), member);
    }

    private boolean takesPart(int map) {
      int length = training.maps().get(map).bases().chain().length();
      return length < TowerMaps.LONG_RNA || chance(map, 0) < TowerMaps.SHARE_OF_LONG;
    }

    /** A number in [0, 1). */
    private double chance(int map, int purpose) {
      return draws.below(1 << 30, map, purpose) / (double) (1 << 30);
    }

    @Override
    public int samples() {
      return order.length;
    }

    @Override
    public void step(int first, int count, float rateFactor) {
      List<Stretch> proteins = new ArrayList<>();
      List<Stretch> rnas = new ArrayList<>();
      for (int i = first; i < first + count; i++) {
        TowerMap map = training.maps().get(order[i]);
        int length = map.residues().chain().length();
        proteins.add(new Stretch(map, map.residues(), 0, length));
        rnas.add(bases(order[i]));
      }
      learn(true, proteins, rateFactor);
      learn(false, rnas, rateFactor);
      // It waits for what was queued, which reads the letters of this mini-batch.
      lossSum += ofResidues.takeLossSum() + ofBases.takeLossSum();
    }

    /** Of a long RNA the bases around a contact, which is drawn. */
    private Stretch bases(int number) {
      TowerMap map = training.maps().get(number);
      int length = map.bases().chain().length();
      if (length <= MOST_BASES) {
        return new Stretch(map, map.bases(), 0, length);
      }
      double rest = chance(number, 1) * Arrays.stream(map.bases().contacts()).sum();
      int base = 0;
      while (base < length - 1 && rest >= map.bases().contacts()[base]) {
        rest -= map.bases().contacts()[base];
        base++;
      }
      int start = base - (int) draws.below(MOST_BASES, number, 2);
      start = Math.clamp(start, 0, length - MOST_BASES);
      return new Stretch(map, map.bases(), start, start + MOST_BASES);
    }

    @Override
    public void close() {}
  }

  /** The letters of a chain that a step reads. */
  private record Stretch(TowerMap map, TowerMap.Side side, int first, int end) {
    int length() {
      return end - first;
    }
  }

  private void learn(boolean isOfResidues, List<Stretch> stretches, float rateFactor) {
    ChainArchitecture shape = (isOfResidues ? residues : bases).architecture();
    List<int[]> letters = new ArrayList<>();
    List<float[]> numbers = new ArrayList<>();
    for (Stretch stretch : stretches) {
      Sequence chain = stretch.side.chain();
      Readings whole = Towers.readings(shape, List.of(chain));
      letters.add(Arrays.copyOfRange(whole.letters().getFirst(), stretch.first, stretch.end));
      for (float[] own : whole.numbers()) {
        int width = own.length / chain.length();
        numbers.add(Arrays.copyOfRange(own, stretch.first * width, stretch.end * width));
      }
    }
    (isOfResidues ? ofResidues : ofBases)
        .step(
            Readings.numbered(letters, numbers),
            targets(stretches, isOfResidues),
            1,
            rateFactor,
            plan.learning().clipNorm());
  }

  private ChainTargets.Sites targets(List<Stretch> stretches, boolean isOfResidues) {
    int sites = stretches.stream().mapToInt(Stretch::length).sum();
    float[] targets = new float[sites * COLUMNS];
    float[] weights = new float[sites * COLUMNS];
    float[] offsets = new float[sites * COLUMNS];
    double seen = stretches.stream().mapToInt(each -> each.side.seen(each.first, each.end)).sum();
    int at = 0;
    for (Stretch stretch : stretches) {
      TowerMap map = stretch.map;
      LengthPrior prior = isOfResidues ? training.facts().residues() : training.facts().bases();
      double level = prior.of(map.residues().chain().length(), map.bases().chain().length());
      double ofPlaces = OF_PLACES / stretches.size() / training.meanContacts();
      double own = stretch.side.seen(stretch.first, stretch.end);
      double ofBinding =
          isOfResidues
              ? OF_RESIDUES / seen
              : OF_BASES / seen * Math.min(1, COUNTED_BASES / Math.max(1, own));
      for (int i = stretch.first; i < stretch.end; i++) {
        double observed = stretch.side.observed()[i];
        targets[at] = (float) (ofPlaces * stretch.side.contacts()[i]);
        offsets[at] = observed > 0 ? (float) Math.log(observed) : NOWHERE;
        targets[at + 1] = (float) stretch.side.binds()[i];
        weights[at + 1] = observed > 0 ? (float) ofBinding : 0;
        offsets[at + 1] = (float) level;
        at += COLUMNS;
      }
    }
    return new ChainTargets.Sites(targets, weights, offsets);
  }
}
