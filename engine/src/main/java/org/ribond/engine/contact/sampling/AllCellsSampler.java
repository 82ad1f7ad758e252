package org.ribond.engine.contact.sampling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.Contact;
import org.ribond.engine.random.Draws;
import org.ribond.engine.sequence.Alphabet;

/**
 * Every observed cell of every map in each epoch: no negative is left out, and none is drawn twice.
 *
 * <p>Copies share weights as in {@link MapSampler}, and a cell that is a contact in one copy is no
 * negative in another. An epoch takes 20 bytes a cell. Immutable and thread-safe.
 */
public final class AllCellsSampler implements PairSampler {
  private final PairSet cells;
  private final LetterPools pools;
  private final int seed;
  private final int member;

  /**
   * A sampler of {@code complexes} for ensemble member 0.
   *
   * @param residueHalfWindow letters on each side of a residue that a network sees
   * @param baseHalfWindow letters on each side of a base that a network sees
   * @throws IllegalArgumentException if there is no contact, or more than 2^31 - 1 cells
   */
  public AllCellsSampler(
      List<Complex> complexes, int residueHalfWindow, int baseHalfWindow, int seed) {
    LetterPool residues = new LetterPool(Alphabet.PROTEIN, residueHalfWindow);
    LetterPool bases = new LetterPool(Alphabet.RNA, baseHalfWindow);
    Map<SequencePair, Set<Contact>> taken = new HashMap<>();
    Map<SequencePair, Integer> copies = new HashMap<>();
    for (Complex complex : complexes) {
      SequencePair key = SequencePair.of(complex);
      taken.computeIfAbsent(key, k -> new HashSet<>()).addAll(complex.contacts());
      copies.merge(key, 1, Integer::sum);
    }
    List<PairSet> maps = new ArrayList<>();
    for (Complex complex : complexes) {
      SequencePair key = SequencePair.of(complex);
      int residueStart = residues.add(complex.protein().sequence());
      int baseStart = bases.add(complex.rna().sequence());
      float weight = 1f / copies.get(key);
      maps.add(cells(complex, residueStart, baseStart, taken.get(key), weight));
    }
    cells = PairSet.concatenation(maps);
    if (IntStream.of(cells.labels()).noneMatch(label -> label == 1)) {
      throw new IllegalArgumentException(complexes.size() + " complexes without a contact");
    }
    pools = new LetterPools(residues.codes(), bases.codes());
    this.seed = seed;
    this.member = 0;
  }

  private AllCellsSampler(AllCellsSampler other, int member) {
    cells = other.cells;
    pools = other.pools;
    seed = other.seed;
    this.member = member;
  }

  /** The sampler of ensemble member {@code member}: the same cells in another order. */
  public AllCellsSampler forMember(int member) {
    return new AllCellsSampler(this, member);
  }

  private static PairSet cells(
      Complex complex, int residueStart, int baseStart, Set<Contact> taken, float weight) {
    int[] residues = MapSampler.observed(complex.protein());
    int[] bases = MapSampler.observed(complex.rna());
    Set<Contact> own = new HashSet<>(complex.contacts());
    PairSet.Builder builder = new PairSet.Builder();
    for (int residue : residues) {
      for (int base : bases) {
        Contact cell = new Contact(residue, base);
        boolean isContact = own.contains(cell);
        if (isContact || !taken.contains(cell)) {
          builder.add(residueStart + residue, baseStart + base, isContact ? 1 : 0, weight);
        }
      }
    }
    return builder.build();
  }

  @Override
  public LetterPools pools() {
    return pools;
  }

  @Override
  public PairSet epoch(int epoch) {
    int[] order = IntStream.range(0, cells.size()).toArray();
    Draws.shuffle(order, epoch, seed, member);
    return cells.subset(order);
  }
}
