package org.ribond.engine.embed.probe;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.ribond.engine.embed.data.Span;
import org.ribond.engine.embed.data.Transcript;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

/** Transcripts and data for tests. */
final class Examples {
  private Examples() {}

  static Transcript transcript(String letters) {
    return new Transcript(
        new Sequence("t", Alphabet.RNA, letters), Optional.empty(), List.of(), Optional.empty());
  }

  static Transcript transcript(String utr5, String cds, String utr3) {
    return new Transcript(
        new Sequence("t", Alphabet.RNA, utr5 + cds + utr3),
        Optional.of(new Span(utr5.length(), utr5.length() + cds.length())),
        List.of(),
        Optional.empty());
  }

  /** Gaussian numbers. */
  static FeatureTable table(long seed, int rows, int columns) {
    Random random = new Random(seed);
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      float[] vector = new float[columns];
      for (int j = 0; j < columns; j++) {
        vector[j] = (float) random.nextGaussian() * (j + 1) + j;
      }
      vectors.add(vector);
    }
    return FeatureTable.of("x", vectors);
  }

  /** The first column and some noise. */
  static float[] numbers(FeatureTable table, long seed, double noise) {
    Random random = new Random(seed);
    float[] numbers = new float[table.rows()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) (table.value(i, 0) + noise * random.nextGaussian());
    }
    return numbers;
  }

  /** Data of groups of three rows each; without a split if {@code tested} is empty. */
  static ProbeData data(Targets targets, BitSet tested) {
    List<Transcript> transcripts = new ArrayList<>();
    int[] groups = new int[targets.size()];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = i / 3;
      transcripts.add(transcript("ACGU"));
    }
    return new ProbeData(
        transcripts, targets, groups, tested, FeatureTable.of("c", List.of()), 0, 0);
  }
}
