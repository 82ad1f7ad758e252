package org.ribond.engine.contact.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.Contact;
import org.ribond.engine.random.Draws;
import org.ribond.engine.sequence.Alphabet;

/**
 * What arXiv 2511.08648 calls folds, as its later code has them: the list is cut by its order into
 * slices, and a training set holds all contacts of the whole list with all negatives ({@link
 * PaperPair#negatives}) of two slices. No contact is ever left out, so this is no cross-validation.
 *
 * <p>Ensemble member k is trained on the k-th pair of slices; or, in rounds, each epoch has the
 * next pair, and the optimiser starts afresh with it. Immutable and thread-safe.
 */
public final class SlicePairSampler implements PairSampler {
  /** Two different slices. */
  private record SlicePair(int first, int second) {}

  private final List<PaperNegatives> slices = new ArrayList<>();
  private final List<SlicePair> pairs = new ArrayList<>();
  private final PairSet contacts;
  private final LetterPools pools;
  private final int copies;
  private final boolean inRounds;
  private final int seed;
  private final int member;

  /**
   * A sampler of {@code complexes}, in their order, for ensemble member 0.
   *
   * @param window length of the whole window, odd, the same for residues and bases
   * @param slices number of slices, at least 2; what is left over at the end of the list gives
   *     contacts alone
   * @param copies how often each contact stands in a training set
   * @param inRounds whether each epoch has the next pair of slices
   * @throws IllegalArgumentException if there is no contact, or fewer complexes than slices
   */
  public SlicePairSampler(
      List<Complex> complexes, int window, int slices, int copies, boolean inRounds, int seed) {
    if (slices < 2 || copies < 1 || complexes.size() < slices) {
      throw new IllegalArgumentException(
          complexes.size() + " complexes in " + slices + " slices, contacts " + copies + " times");
    }
    LetterPool residues = new LetterPool(Alphabet.PROTEIN, window / 2);
    LetterPool bases = new LetterPool(Alphabet.RNA, window / 2);
    List<PaperPair> views = complexes.stream().map(PaperPair::of).toList();
    PairSet.Builder positives = new PairSet.Builder();
    for (PaperPair view : views) {
      int residueStart = residues.add(view.protein());
      int baseStart = bases.add(view.rna());
      for (Contact contact : view.contacts()) {
        positives.add(residueStart + contact.residue(), baseStart + contact.base(), 1, 1);
      }
    }
    contacts = positives.build();
    if (contacts.size() == 0) {
      throw new IllegalArgumentException(complexes.size() + " complexes without a contact");
    }
    int size = views.size() / slices;
    for (int slice = 0; slice < slices; slice++) {
      List<PaperPair> part = views.subList(slice * size, (slice + 1) * size);
      this.slices.add(PaperNegatives.of(part, window, residues, bases));
      for (int other = slice + 1; other < slices; other++) {
        pairs.add(new SlicePair(slice, other));
      }
    }
    pools = new LetterPools(residues.codes(), bases.codes());
    this.copies = copies;
    this.inRounds = inRounds;
    this.seed = seed;
    this.member = 0;
  }

  private SlicePairSampler(SlicePairSampler other, int member) {
    slices.addAll(other.slices);
    pairs.addAll(other.pairs);
    contacts = other.contacts;
    pools = other.pools;
    copies = other.copies;
    inRounds = other.inRounds;
    seed = other.seed;
    this.member = member;
  }

  /** The sampler of ensemble member {@code member}, on the next pair of slices. */
  public SlicePairSampler forMember(int member) {
    return new SlicePairSampler(this, member);
  }

  /** Number of pairs of slices. */
  public int slicePairs() {
    return pairs.size();
  }

  @Override
  public boolean startsAfresh(int epoch) {
    return inRounds;
  }

  @Override
  public LetterPools pools() {
    return pools;
  }

  @Override
  public PairSet epoch(int epoch) {
    SlicePair pair = pairs.get((inRounds ? epoch : member) % pairs.size());
    PaperNegatives first = slices.get(pair.first);
    PaperNegatives second = slices.get(pair.second);
    int positives = Math.multiplyExact(contacts.size(), copies);
    int count = Math.addExact(positives, Math.addExact(first.count(), second.count()));
    int[] labels = IntStream.range(0, count).toArray();
    Draws.shuffle(labels, epoch, seed, member);
    PairSet samples = new PairSet(new int[count], new int[count], labels, new float[count]);
    for (int place = 0; place < count; place++) {
      int number = labels[place];
      if (number < positives) {
        samples.residues()[place] = contacts.residues()[number % contacts.size()];
        samples.bases()[place] = contacts.bases()[number % contacts.size()];
        samples.labels()[place] = 1;
      } else if (number < positives + first.count()) {
        first.put(samples, place, number - positives);
      } else {
        second.put(samples, place, number - positives - first.count());
      }
    }
    Arrays.fill(samples.weights(), 1);
    return samples;
  }
}
