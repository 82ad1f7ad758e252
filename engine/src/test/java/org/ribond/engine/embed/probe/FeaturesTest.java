package org.ribond.engine.embed.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ribond.engine.embed.data.Encoder;
import org.ribond.engine.embed.data.Transcript;

class FeaturesTest {
  /** The features that are not 0, by their names. */
  private static Map<String, Float> of(Features features, Transcript transcript) {
    int offset = 2;
    float[] row = new float[features.names().size() + 2 * offset];
    features.write(transcript, row, offset);
    Map<String, Float> found = new LinkedHashMap<>();
    for (int i = 0; i < row.length; i++) {
      if (row[i] != 0) {
        found.put(features.names().get(i - offset), row[i]);
      }
    }
    return found;
  }

  private static float log1p(int bases) {
    return (float) Math.log1p(bases);
  }

  @Test
  void lengths_ofAllParts_areLogarithms() {
    assertEquals(
        Map.of(
            "length_whole", log1p(9),
            "length_utr5", log1p(2),
            "length_cds", log1p(6),
            "length_utr3", log1p(1)),
        of(new LengthFeatures(), Examples.transcript("GG", "AUGUAA", "C")));
    assertEquals(
        Map.of("length_whole", log1p(4)), of(new LengthFeatures(), Examples.transcript("ACGU")));
  }

  @Test
  void codons_ofTheCodingRegion_areShares() {
    assertEquals(
        Map.of("codon_AUG", 0.5f, "codon_UAA", 0.25f, "codon_GGG", 0.25f),
        of(new CodonFeatures(), Examples.transcript("G", "ATGAUGANAGGGUAA", "AUG")));
    assertEquals(Map.of(), of(new CodonFeatures(), Examples.transcript("AUGUAA")));
  }

  @Test
  void kmers_ofEachRegion_areShares() {
    assertEquals(
        Map.of(
            "whole_GG", 0.25f,
            "whole_GA", 0.25f,
            "whole_AU", 0.25f,
            "whole_UG", 0.25f,
            "utr5_GG", 1f),
        of(new KmerFeatures(2), Examples.transcript("GG", "AUG", "N")));
    assertEquals(Map.of(), of(new KmerFeatures(5), Examples.transcript("ACGU")));
    assertThrows(IllegalArgumentException.class, () -> new KmerFeatures(7));
    assertThrows(IllegalArgumentException.class, () -> new KmerFeatures(0));
  }

  @Test
  void starts_beforeTheEnd_areCountedByFrame() {
    // The first is 6 bases before the end and closed by UAA, the second 1 base before it.
    assertEquals(
        Map.of("aug_frame0", 1f, "aug_frame1", 1f, "aug_open", 1f, "aug_distance", log1p(2)),
        of(new StartFeatures(), Examples.transcript("CATGTAATGC")));
    assertEquals(
        Map.of("aug_frame0", 1f, "aug_open", 1f, "aug_distance", log1p(1)),
        of(new StartFeatures(), Examples.transcript("AUG", "AUGUAA", "AUG")));
  }

  @Test
  void positions_beforeTheCodingRegion_areOneHot() {
    assertEquals(
        Map.of("base_-1G", 1f, "base_-3C", 1f),
        of(new PositionFeatures(3), Examples.transcript("ACNG", "AUG", "")));
    assertEquals(
        Map.of("base_-1U", 1f, "base_-2A", 1f),
        of(new PositionFeatures(5), Examples.transcript("AT")));
    assertEquals(20, new PositionFeatures(5).names().size());
    assertThrows(IllegalArgumentException.class, () -> new PositionFeatures(0));
  }

  @Test
  void table_ofFeatures_standsSideBySideWithoutConstants() {
    List<Transcript> transcripts =
        List.of(Examples.transcript("GG", "AUG", ""), Examples.transcript("G", "AUG", ""));

    FeatureTable table =
        FeatureTable.of(List.of(new LengthFeatures()), transcripts)
            .withoutConstants()
            .beside(FeatureTable.of("v", List.of(new float[] {1, 5}, new float[] {2, 5})));

    assertEquals(List.of("length_whole", "length_utr5", "v0", "v1"), table.names());
    assertEquals(log1p(1), table.value(1, 1));
    assertEquals(2, table.value(1, 2));
    assertEquals(List.of("length_whole", "length_utr5", "v0"), table.withoutConstants().names());
    FeatureTable other = FeatureTable.of("v", List.of(new float[1]));
    assertThrows(IllegalArgumentException.class, () -> table.beside(other));
    assertThrows(
        IllegalArgumentException.class,
        () -> FeatureTable.of("v", List.of(new float[1], new float[2])));
  }

  @Test
  void table_ofAnEncoder_areItsVectors() {
    Encoder lengths =
        new Encoder() {
          @Override
          public int width() {
            return 1;
          }

          @Override
          public float[][] vectors(List<Transcript> transcripts) {
            return transcripts.stream()
                .map(transcript -> new float[] {transcript.length()})
                .toArray(float[][]::new);
          }
        };

    FeatureTable table =
        FeatureTable.of(lengths, List.of(Examples.transcript("ACG"), Examples.transcript("A")));

    assertEquals(1, table.columns());
    assertEquals(3, table.value(0, 0));
  }
}
