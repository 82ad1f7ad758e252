package org.ribond.engine.embed.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;
import org.ribond.engine.sequence.homology.HomologyRule;

/**
 * Tells whether a transcript has relatives among others, so that a score on it may be memory.
 *
 * <p>Two transcripts with coding regions are relatives if their proteins are homologous by {@link
 * HomologyRule#DEFAULT}, which is tried with the {@value #ALIGNED} proteins that share most words
 * of {@value #RESIDUES} residues; that misses some at 30 % identity. Any others are relatives if
 * they have {@value #RUN} bases in a row in common. Immutable.
 */
public final class Relatives {
  private static final int RESIDUES = 6;
  private static final int RUN = 25;

  /** Proteins that one is aligned with. */
  private static final int ALIGNED = 8;

  /** Words of more proteins than this are of low complexity. */
  private static final int COMMON = 100;

  private static final int ROW_BITS = 31;
  private static final long[] NONE = {};

  private final List<Optional<Sequence>> proteins;

  /** Words of residues, each with the protein that has it behind, ascending. */
  private final long[] residues;

  /** Runs of bases of those with a protein, and of those without, ascending. */
  private final long[] codingRuns;

  private final long[] otherRuns;

  /** Prepares the comparison with {@code known}. */
  public Relatives(List<Transcript> known) {
    proteins = known.stream().map(Relatives::protein).toList();
    residues =
        IntStream.range(0, known.size())
            .parallel()
            .boxed()
            .flatMapToLong(
                i ->
                    Arrays.stream(proteins.get(i).map(one -> words(one, RESIDUES)).orElse(NONE))
                        .map(word -> word << ROW_BITS | i))
            .sorted()
            .toArray();
    codingRuns = runs(known, true);
    otherRuns = runs(known, false);
  }

  private long[] runs(List<Transcript> known, boolean ofCoding) {
    return IntStream.range(0, known.size())
        .parallel()
        .filter(i -> proteins.get(i).isPresent() == ofCoding)
        .boxed()
        .flatMapToLong(i -> Arrays.stream(words(known.get(i).sequence(), RUN)))
        .sorted()
        .distinct()
        .toArray();
  }

  private static Optional<Sequence> protein(Transcript transcript) {
    return transcript
        .coding()
        .map(coding -> Translation.of(transcript.sequence(), coding))
        .filter(residues -> residues.length() >= RESIDUES)
        .map(residues -> new Sequence(transcript.name(), Alphabet.PROTEIN, residues));
  }

  /** The different words of {@code k} known letters, ascending. */
  private static long[] words(Sequence sequence, int k) {
    long letters = sequence.alphabet().size();
    long most = 1;
    for (int i = 1; i < k; i++) {
      most *= letters;
    }
    long[] words = new long[Math.max(0, sequence.length() - k + 1)];
    int count = 0;
    long word = 0;
    int known = 0;
    for (int i = 0; i < sequence.length(); i++) {
      int code = sequence.code(i);
      known = code < letters ? known + 1 : 0;
      word = code < letters ? word % most * letters + code : 0;
      if (known >= k) {
        words[count] = word;
        count++;
      }
    }
    return Arrays.stream(words, 0, count).sorted().distinct().toArray();
  }

  /** Whether one of the known transcripts is a relative of {@code transcript}. */
  public boolean knows(Transcript transcript) {
    Optional<Sequence> protein = protein(transcript);
    long[] own = words(transcript.sequence(), RUN);
    if (shares(own, otherRuns)) {
      return true;
    }
    if (protein.isEmpty()) {
      return shares(own, codingRuns);
    }
    for (int candidate : sharing(protein.get())) {
      if (HomologyRule.DEFAULT.links(protein.get(), proteins.get(candidate).orElseThrow())) {
        return true;
      }
    }
    return false;
  }

  private static boolean shares(long[] own, long[] runs) {
    return runs.length > 0
        && Arrays.stream(own).anyMatch(word -> Arrays.binarySearch(runs, word) >= 0);
  }

  /** The proteins that share most words, most first. */
  private List<Integer> sharing(Sequence protein) {
    Map<Integer, Integer> shared = new HashMap<>();
    for (long word : words(protein, RESIDUES)) {
      int from = place(word << ROW_BITS);
      int to = place((word + 1) << ROW_BITS);
      if (to - from <= COMMON) {
        for (int i = from; i < to; i++) {
          shared.merge((int) (residues[i] & (1L << ROW_BITS) - 1), 1, Integer::sum);
        }
      }
    }
    return shared.entrySet().stream()
        .sorted(
            Map.Entry.<Integer, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(ALIGNED)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** How many entries are less than {@code key}. */
  private int place(long key) {
    int found = Arrays.binarySearch(residues, key);
    return found < 0 ? -found - 1 : found;
  }
}
