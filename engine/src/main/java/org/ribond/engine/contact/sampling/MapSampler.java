package org.ribond.engine.contact.sampling;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.ribond.engine.contact.complex.Chain;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.Contact;
import org.ribond.engine.random.Draws;
import org.ribond.engine.random.RandomStream;
import org.ribond.engine.sequence.Alphabet;

/**
 * Samples whole contact maps: all contacts in each epoch, and for each contact a fixed number of
 * other cells of its complex, drawn afresh in each epoch, uniformly and with replacement among the
 * cells whose residue and base are observed.
 *
 * <p><b>Copies.</b> Complexes with the same protein sequence and the same RNA sequence are copies
 * of one another: the twelve of a crystal, the sixty of a viral shell, a second structure of the
 * same ribosome. To a network, which sees sequences only, they are one map observed several times.
 * Each sample of a complex with {@code k} copies (itself included) therefore weighs {@code 1 / k},
 * and all copies together count as one map; weights are then scaled to a mean of 1. For the same
 * reason a cell that is a contact in any copy is not drawn as a negative of another one: it would
 * be the same input with both labels. A protein met again with a different RNA is no copy, since
 * what a sample shows is the pair.
 *
 * <p>The samples of an epoch are a function of the data, seed, member and epoch. An epoch takes 16
 * bytes a sample and nothing beside. Immutable and thread-safe.
 */
public final class MapSampler implements PairSampler {
  /** What there is to draw from one complex; {@code taken} holds the contacts of all its copies. */
  private record Source(
      int residueStart,
      int baseStart,
      int[] observedResidues,
      int[] observedBases,
      List<Contact> contacts,
      Set<Contact> taken,
      int negatives) {}

  private final List<Source> sources;

  /** Number of the first sample of each complex, and the number of all samples. */
  private final int[] firstSample;

  private final float[] weights;
  private final LetterPools pools;
  private final int seed;
  private final int member;

  /**
   * A sampler of {@code complexes} for ensemble member 0.
   *
   * @param complexes where samples come from; those without contacts give none
   * @param residueHalfWindow letters on each side of a residue that a network sees
   * @param baseHalfWindow letters on each side of a base that a network sees
   * @param negativesPerContact negatives drawn for each contact, at least 1; a complex whose
   *     observed cells are contacts, all of them, gives none
   * @param seed seed of the run
   * @throws IllegalArgumentException if there is no contact at all, if the numbers are out of
   *     range, or if an epoch would have more than 2^31 - 1 samples
   */
  public MapSampler(
      List<Complex> complexes,
      int residueHalfWindow,
      int baseHalfWindow,
      int negativesPerContact,
      int seed) {
    if (negativesPerContact < 1) {
      throw new IllegalArgumentException(
          "negatives per contact: " + negativesPerContact + " is less than 1");
    }
    LetterPool residues = new LetterPool(Alphabet.PROTEIN, residueHalfWindow);
    LetterPool bases = new LetterPool(Alphabet.RNA, baseHalfWindow);
    Map<SequencePair, Set<Contact>> contactsOfCopies = new HashMap<>();
    Map<SequencePair, Integer> copies = new HashMap<>();
    for (Complex complex : complexes) {
      SequencePair key = SequencePair.of(complex);
      contactsOfCopies.computeIfAbsent(key, k -> new HashSet<>()).addAll(complex.contacts());
      copies.merge(key, 1, Integer::sum);
    }
    sources =
        complexes.stream()
            .map(
                complex ->
                    source(
                        complex,
                        residues.add(complex.protein().sequence()),
                        bases.add(complex.rna().sequence()),
                        contactsOfCopies.get(SequencePair.of(complex)),
                        negativesPerContact))
            .toList();
    firstSample = new int[sources.size() + 1];
    weights = new float[sources.size()];
    double sumOfWeights = 0;
    long total = 0;
    for (int i = 0; i < sources.size(); i++) {
      long samples = (long) sources.get(i).contacts.size() + sources.get(i).negatives;
      total += samples;
      if (total > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "an epoch of more than "
                + Integer.MAX_VALUE
                + " samples: ask for fewer negatives per contact");
      }
      firstSample[i + 1] = (int) total;
      weights[i] = 1f / copies.get(SequencePair.of(complexes.get(i)));
      sumOfWeights += (double) samples * weights[i];
    }
    if (total == 0) {
      throw new IllegalArgumentException(complexes.size() + " complexes without a contact");
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (weights[i] * (total / sumOfWeights));
    }
    pools = new LetterPools(residues.codes(), bases.codes());
    this.seed = seed;
    this.member = 0;
  }

  private MapSampler(MapSampler other, int member) {
    sources = other.sources;
    firstSample = other.firstSample;
    weights = other.weights;
    pools = other.pools;
    seed = other.seed;
    this.member = member;
  }

  /**
   * The sampler of ensemble member {@code member}: the same contacts, other negatives and another
   * order. It shares this one's memory.
   */
  public MapSampler forMember(int member) {
    return new MapSampler(this, member);
  }

  /** Number of samples in each epoch. */
  public int samplesPerEpoch() {
    return firstSample[sources.size()];
  }

  @Override
  public LetterPools pools() {
    return pools;
  }

  @Override
  public PairSet epoch(int epoch) {
    int count = samplesPerEpoch();
    // Labels hold the shuffled numbers of the samples until the samples take their places.
    int[] labels = IntStream.range(0, count).toArray();
    Draws.shuffle(labels, epoch, seed, member);
    PairSet samples = new PairSet(new int[count], new int[count], labels, new float[count]);
    Draws negatives = new Draws(RandomStream.NEGATIVES, epoch, seed, member);
    for (int place = 0; place < count; place++) {
      put(samples, place, labels[place], negatives);
    }
    return samples;
  }

  private void put(PairSet samples, int place, int number, Draws negatives) {
    int found = Arrays.binarySearch(firstSample, number);
    int index = found >= 0 ? found : -found - 2;
    while (firstSample[index + 1] == number) {
      index++; // complexes without samples share their first number with the next one
    }
    Source source = sources.get(index);
    int local = number - firstSample[index];
    boolean isContact = local < source.contacts.size();
    Contact cell = isContact ? source.contacts.get(local) : negative(source, number, negatives);
    samples.residues()[place] = source.residueStart + cell.residue();
    samples.bases()[place] = source.baseStart + cell.base();
    samples.labels()[place] = isContact ? 1 : 0;
    samples.weights()[place] = weights[index];
  }

  private static Contact negative(Source source, int number, Draws draws) {
    long columns = source.observedBases.length;
    long cells = source.observedResidues.length * columns;
    for (int attempt = 0; ; attempt++) {
      long drawn = draws.below(cells, number, attempt);
      Contact cell =
          new Contact(
              source.observedResidues[(int) (drawn / columns)],
              source.observedBases[(int) (drawn % columns)]);
      if (!source.taken.contains(cell)) {
        return cell;
      }
    }
  }

  private static Source source(
      Complex complex,
      int residueStart,
      int baseStart,
      Set<Contact> taken,
      int negativesPerContact) {
    long takenHere =
        taken.stream()
            .filter(
                contact ->
                    complex.protein().isObserved(contact.residue())
                        && complex.rna().isObserved(contact.base()))
            .count();
    boolean hasNegatives = takenHere < complex.observedCells();
    return new Source(
        residueStart,
        baseStart,
        observed(complex.protein()),
        observed(complex.rna()),
        complex.contacts(),
        taken,
        hasNegatives ? Math.multiplyExact(complex.contacts().size(), negativesPerContact) : 0);
  }

  static int[] observed(Chain chain) {
    return IntStream.range(0, chain.sequence().length()).filter(chain::isObserved).toArray();
  }
}
