package org.ribond.engine.network;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** A family of networks on whole sequences, with the few numbers that tell one from another. */
public sealed interface Family
    permits ConvLstm, Lstm, Conv, DeepRam, Dilated, IsoClr, Tower, PairFamily {
  /** Names of the families that label sequences, under which users ask for them. */
  static List<String> names() {
    return List.of(ConvLstm.NAME, Lstm.NAME, Conv.NAME, DeepRam.NAME, Dilated.NAME);
  }

  /** Names of the families on pairs of a sequence's letters. */
  static List<String> pairNames() {
    return List.of(Fold.NAME, RnaFormer.NAME);
  }

  /**
   * The family of a name and its numbers.
   *
   * @param name one of {@link #names} or of {@link #pairNames}
   * @param entries all of its {@link #entries}: whole numbers as {@link Integer}, lists of them,
   *     fractions as any {@link Number}, names as strings
   * @throws IllegalArgumentException if the name is unknown, or a number is missing, unknown or out
   *     of range; the message says which
   */
  static Family of(String name, Map<String, Object> entries) {
    FamilyNumbers numbers = new FamilyNumbers(entries);
    Family family =
        switch (name) {
          case ConvLstm.NAME -> ConvLstm.of(numbers);
          case Lstm.NAME -> Lstm.of(numbers);
          case Conv.NAME -> Conv.of(numbers);
          case DeepRam.NAME -> DeepRam.of(numbers);
          case Dilated.NAME -> Dilated.of(numbers);
          case IsoClr.NAME -> IsoClr.of(numbers);
          case Tower.NAME -> Tower.of(numbers);
          case Fold.NAME -> Fold.of(numbers);
          case RnaFormer.NAME -> RnaFormer.of(numbers);
          default ->
              throw new IllegalArgumentException("family '" + name + "' is none of " + names());
        };
    numbers.requireNoOthers();
    return family;
  }

  /** Its name. */
  String name();

  /** Its numbers in a fixed order, under the names that model files have for them. */
  SequencedMap<String, Object> entries();

  /** Probability that a unit below the output is dropped in training. */
  float dropout();

  /** Lengths of the words that it reads. */
  List<Integer> words();
}
