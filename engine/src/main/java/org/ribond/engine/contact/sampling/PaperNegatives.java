package org.ribond.engine.contact.sampling;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The paper's negatives of some complexes, laid out in order and numbered: run after run, and the
 * number of the first negative of each.
 *
 * @param residues residue of each run, in the letter pool
 * @param firstBases first base of each run, in the letter pool
 * @param firstNumbers number of the first negative of each run
 * @param count number of negatives
 */
record PaperNegatives(int[] residues, int[] firstBases, int[] firstNumbers, int count) {
  /** Those of {@code pairs}, whose sequences are added to the pools if they are not there. */
  static PaperNegatives of(
      List<PaperPair> pairs, int window, LetterPool residues, LetterPool bases) {
    IntStream.Builder runResidues = IntStream.builder();
    IntStream.Builder runBases = IntStream.builder();
    IntStream.Builder runNumbers = IntStream.builder();
    long[] filled = {0};
    for (PaperPair pair : pairs) {
      int residueStart = residues.add(pair.protein());
      int baseStart = bases.add(pair.rna());
      pair.negatives(
          window,
          (residue, first, end) -> {
            runResidues.add(residueStart + residue);
            runBases.add(baseStart + first);
            runNumbers.add(Math.toIntExact(filled[0]));
            filled[0] += end - first;
          });
    }
    return new PaperNegatives(
        runResidues.build().toArray(),
        runBases.build().toArray(),
        runNumbers.build().toArray(),
        Math.toIntExact(filled[0]));
  }

  /** Writes negative {@code number} to {@code place} of {@code samples}. */
  void put(PairSet samples, int place, int number) {
    int found = Arrays.binarySearch(firstNumbers, number);
    int run = found >= 0 ? found : -found - 2;
    samples.residues()[place] = residues[run];
    samples.bases()[place] = firstBases[run] + number - firstNumbers[run];
    samples.labels()[place] = 0;
  }
}
