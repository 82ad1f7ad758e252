package org.ribond.engine.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.ribond.engine.compute.Recurrence;

/**
 * Recurrent layers on words, whose last states go through a linear layer to the output: DeepRAM
 * with LSTMs alone, as arXiv 2012.05995 has it.
 *
 * @param word letters of a word; 1 for letters
 * @param stack words that a step reads, an odd number; 3 in the paper
 * @param recurrent the recurrent layers, at least one
 * @param dense units of the linear layer below the output; 0 for none
 * @param inputDropout probability that a word is left out in training
 * @param dropout probability that a unit below the output is dropped in training
 */
public record Lstm(
    int word, int stack, RecurrentLayers recurrent, int dense, float inputDropout, float dropout)
    implements Family {
  /** Name of the family. */
  public static final String NAME = "lstm";

  /** The network of the paper. */
  public static final Lstm PAPER =
      new Lstm(
          3,
          3,
          new RecurrentLayers(Recurrence.Cell.LSTM, false, List.of(64, 128)),
          128,
          0.5f,
          0.5f);

  public Lstm {
    FamilyNumbers.check("word", word, 1, 16);
    FamilyNumbers.checkOdd("stack", stack);
    if (recurrent.isEmpty()) {
      throw new IllegalArgumentException("units are none");
    }
    FamilyNumbers.check("dense", dense, 0, FamilyNumbers.MOST_UNITS);
    FamilyNumbers.checkRate("input_dropout", inputDropout);
    FamilyNumbers.checkRate("dropout", dropout);
  }

  static Lstm of(FamilyNumbers numbers) {
    return new Lstm(
        numbers.integer("word"),
        numbers.integer("stack"),
        RecurrentLayers.of(numbers),
        numbers.integer("dense"),
        numbers.fraction("input_dropout"),
        numbers.fraction("dropout"));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SequencedMap<String, Object> entries() {
    SequencedMap<String, Object> entries = new LinkedHashMap<>();
    entries.put("word", word);
    entries.put("stack", stack);
    recurrent.put(entries);
    entries.put("dense", dense);
    entries.put("input_dropout", inputDropout);
    entries.put("dropout", dropout);
    return entries;
  }

  @Override
  public List<Integer> words() {
    return List.of(word);
  }

  int build(ChainBlueprint blueprint) {
    ChainWindow window = ChainWindow.words(word, stack, inputDropout);
    return blueprint.head(blueprint.lastStates(window, recurrent), dense, dropout);
  }
}
