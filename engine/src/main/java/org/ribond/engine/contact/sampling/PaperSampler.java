package org.ribond.engine.contact.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.Contact;
import org.ribond.engine.random.Draws;
import org.ribond.engine.random.RandomStream;
import org.ribond.engine.sequence.Alphabet;

/**
 * The training sets of arXiv 2511.08648, as its published code draws them, bugs included; for
 * training that is to be compared with the paper, not for training a good model.
 *
 * <ul>
 *   <li>The list of complexes is cut by its order into equal parts; what is left over at its end
 *       gives contacts but no negatives.
 *   <li>All negatives of a part are laid out in order ({@link PaperPair#negatives}). Each training
 *       set of that part draws its negatives from them without replacement, though not from the
 *       last ones, of which there are as many as contacts (the published code keeps them to set
 *       thresholds). Its matrix has all-zero rows at its end, counted but never filled, which its
 *       sampling does not reach.
 *   <li>Every training set holds all contacts of the whole list. The sets of the first part come
 *       first, each for {@link PaperPlan#epochsPerSet()} epochs; the optimiser starts afresh with
 *       each set ({@link #startsAfresh}), the weights go on.
 *   <li>The published code keeps the sets in files, so that all networks of an ensemble have the
 *       same ones, in different orders; here too.
 * </ul>
 *
 * <p>One thing differs: letters other than the twenty amino acids have a column of their own in the
 * paper's input and are unknown to Ribond, except that U and O are read as C and K.
 *
 * <p>An epoch takes 16 bytes a sample. Immutable and thread-safe.
 */
public final class PaperSampler implements PairSampler {
  /** Negatives of one part, of which the first {@code candidates} may be drawn. */
  private record Part(PaperNegatives negatives, int candidates) {}

  private final PaperPlan plan;
  private final List<Part> parts = new ArrayList<>();
  private final int[] contactResidues;
  private final int[] contactBases;
  private final LetterPools pools;
  private final int seed;
  private final int member;

  /**
   * A sampler of {@code complexes}, in their order, for ensemble member 0.
   *
   * @throws IllegalArgumentException if there is no contact, or if a part has too few negatives
   */
  public PaperSampler(List<Complex> complexes, PaperPlan plan, int seed) {
    this.plan = plan;
    this.seed = seed;
    this.member = 0;
    LetterPool residues = new LetterPool(Alphabet.PROTEIN, plan.halfWindow());
    LetterPool bases = new LetterPool(Alphabet.RNA, plan.halfWindow());
    List<PaperPair> pairs = complexes.stream().map(PaperPair::of).toList();
    contactResidues = new int[pairs.stream().mapToInt(pair -> pair.contacts().size()).sum()];
    contactBases = new int[contactResidues.length];
    if (contactResidues.length == 0) {
      throw new IllegalArgumentException(complexes.size() + " complexes without a contact");
    }
    int next = 0;
    for (PaperPair pair : pairs) {
      int residueStart = residues.add(pair.protein());
      int baseStart = bases.add(pair.rna());
      for (Contact contact : pair.contacts()) {
        contactResidues[next] = residueStart + contact.residue();
        contactBases[next++] = baseStart + contact.base();
      }
    }
    int pairsPerPart = pairs.size() / plan.parts();
    for (int part = 0; part < plan.parts(); part++) {
      int first = part * pairsPerPart;
      parts.add(part(pairs.subList(first, first + pairsPerPart), residues, bases));
    }
    pools = new LetterPools(residues.codes(), bases.codes());
  }

  private PaperSampler(PaperSampler other, int member) {
    plan = other.plan;
    parts.addAll(other.parts);
    contactResidues = other.contactResidues;
    contactBases = other.contactBases;
    pools = other.pools;
    seed = other.seed;
    this.member = member;
  }

  /** The sampler of ensemble member {@code member}: the same sets in another order. */
  public PaperSampler forMember(int member) {
    return new PaperSampler(this, member);
  }

  /** Number of contacts in a training set. */
  public int positives() {
    return Math.multiplyExact(contactResidues.length, plan.positiveCopies());
  }

  /** Number of negatives in a training set. */
  public int negatives() {
    return Math.multiplyExact(contactResidues.length, plan.negativesPerContact());
  }

  /** The paper's mini-batch: 2^floor(log2(N) - 4) for N samples, at least 1. */
  public int batchSize() {
    return batchSize(positives() + negatives());
  }

  static int batchSize(int samples) {
    return Math.max(1, Integer.highestOneBit(samples) >>> 4);
  }

  @Override
  public boolean startsAfresh(int epoch) {
    return epoch % plan.epochsPerSet() == 0;
  }

  @Override
  public LetterPools pools() {
    return pools;
  }

  /**
   * The samples of {@code epoch}, all of weight 1.
   *
   * @throws IllegalArgumentException if the plan has no such epoch
   */
  @Override
  public PairSet epoch(int epoch) {
    if (epoch < 0 || epoch >= plan.epochs()) {
      throw new IllegalArgumentException(
          "epoch " + epoch + " of a plan of " + plan.epochs() + " epochs");
    }
    int set = epoch / plan.epochsPerSet();
    Part part = parts.get(set / plan.setsPerPart());
    int positives = positives();
    int count = Math.addExact(positives, negatives());
    // Labels hold the shuffled numbers of the samples until the samples take their places.
    int[] labels = Arrays.copyOf(IntStream.range(0, positives).toArray(), count);
    draw(part, set, labels, positives);
    Draws.shuffle(labels, epoch, seed, member);
    PairSet samples = new PairSet(new int[count], new int[count], labels, new float[count]);
    for (int place = 0; place < count; place++) {
      put(samples, place, labels[place], part);
    }
    Arrays.fill(samples.weights(), 1);
    return samples;
  }

  /**
   * The last negatives of the last part, as many as contacts in a training set, which no training
   * set draws: what the published code sets thresholds by.
   */
  @Override
  public PairSet unseenNegatives() {
    PaperNegatives all = parts.getLast().negatives;
    PairSet.Builder unseen = new PairSet.Builder();
    int first = Math.max(parts.getLast().candidates, all.count() - positives());
    PairSet one = new PairSet(new int[1], new int[1], new int[1], new float[1]);
    for (int number = first; number < all.count(); number++) {
      all.put(one, 0, number);
      unseen.add(one.residues()[0], one.bases()[0], 0, 1);
    }
    return unseen.build();
  }

  /**
   * Selects negatives in order, each candidate with probability (still needed) / (still there):
   * Knuth, The Art of Computer Programming, volume 2, 3.4.2, algorithm S. The {@code i}th gets
   * number {@code positives + i}.
   */
  private void draw(Part part, int set, int[] numbers, int positives) {
    Draws draws = new Draws(RandomStream.NEGATIVES, set, seed, 0);
    int needed = numbers.length - positives;
    int place = positives;
    for (int candidate = 0; needed > 0; candidate++) {
      if (draws.below(part.candidates - candidate, candidate, 0) < needed) {
        numbers[place++] = Math.addExact(positives, candidate);
        needed--;
      }
    }
  }

  private void put(PairSet samples, int place, int number, Part part) {
    int positives = positives();
    if (number < positives) {
      int contact = number % contactResidues.length;
      samples.residues()[place] = contactResidues[contact];
      samples.bases()[place] = contactBases[contact];
      samples.labels()[place] = 1;
      return;
    }
    part.negatives.put(samples, place, number - positives);
  }

  private Part part(List<PaperPair> pairs, LetterPool residues, LetterPool bases) {
    PaperNegatives all = PaperNegatives.of(pairs, plan.window(), residues, bases);
    // The published code's counter is one past the rows that it filled.
    long candidates = all.count() + 1L - positives();
    if (candidates < negatives()) {
      throw new IllegalArgumentException(
          "a training set needs "
              + negatives()
              + " of the "
              + Math.max(0, candidates)
              + " negatives of a part: ask for fewer negatives per contact, fewer parts or a"
              + " shorter window");
    }
    return new Part(all, Math.toIntExact(candidates));
  }
}
