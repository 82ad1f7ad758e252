package org.ribond.engine.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.ribond.engine.compute.Recurrence;

/**
 * Convolutions, each followed by a rectifier and max-pooling, then recurrent layers whose last
 * states go through a linear layer to the output: DeepRAM with convolutions and LSTMs, as arXiv
 * 2012.05995 has it.
 *
 * <p>That paper stacks the one-hot codes of three neighbouring words of three letters at each
 * position, and its first convolution of width 3 sees three such stacks: five words, of which those
 * in the middle have several weights that act only through their sum. Here they have one. Its
 * dropout of the input draws for each entry of a stack; here a word is dropped from all windows at
 * once. Sequences keep their length where it would lose the ends.
 *
 * @param word letters of a word; 1 for letters
 * @param stack words of a stack; with {@code width} it sees {@code stack + width - 1} words, which
 *     is odd
 * @param filters channels of each convolution
 * @param width taps of each convolution
 * @param pool sites that become one behind each convolution; 1 for none
 * @param recurrent the recurrent layers
 * @param dense units of the linear layer below the output; 0 for none
 * @param inputDropout probability that a word is left out in training
 * @param dropout probability that a unit below the output is dropped in training
 */
public record ConvLstm(
    int word,
    int stack,
    List<Integer> filters,
    int width,
    int pool,
    RecurrentLayers recurrent,
    int dense,
    float inputDropout,
    float dropout)
    implements Family {
  /** Name of the family. */
  public static final String NAME = "conv-lstm";

  /** The network of the paper. */
  public static final ConvLstm PAPER =
      new ConvLstm(
          3,
          3,
          List.of(64, 128),
          3,
          2,
          new RecurrentLayers(Recurrence.Cell.LSTM, false, List.of(64, 128)),
          128,
          0.5f,
          0.5f);

  public ConvLstm {
    filters = List.copyOf(filters);
    ConvolutionStack.check(word, stack, filters, width, pool, inputDropout);
    if (recurrent.isEmpty()) {
      throw new IllegalArgumentException("units are none");
    }
    FamilyNumbers.check("dense", dense, 0, FamilyNumbers.MOST_UNITS);
    FamilyNumbers.checkRate("dropout", dropout);
  }

  static ConvLstm of(FamilyNumbers numbers) {
    return new ConvLstm(
        numbers.integer("word"),
        numbers.integer("stack"),
        numbers.integers("filters"),
        numbers.integer("width"),
        numbers.integer("pool"),
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
    entries.put("filters", filters);
    entries.put("width", width);
    entries.put("pool", pool);
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
    int below = ConvolutionStack.first(blueprint, word, stack, filters, width, inputDropout);
    below = blueprint.maximum(below, pool);
    below = ConvolutionStack.rest(blueprint, below, filters, width, pool, true);
    return blueprint.head(blueprint.lastStates(blueprint.states(below, recurrent)), dense, dropout);
  }
}
