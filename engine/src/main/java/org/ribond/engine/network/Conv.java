package org.ribond.engine.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.ribond.engine.compute.Pooling;

/**
 * Convolutions, each but the last followed by a rectifier and max-pooling, the last one by the
 * maximum over the sequence, and a linear layer to the output: DeepRAM with convolutions alone, as
 * arXiv 2012.05995 has it. See {@link ConvLstm} for the numbers.
 */
public record Conv(
    int word,
    int stack,
    List<Integer> filters,
    int width,
    int pool,
    int dense,
    float inputDropout,
    float dropout)
    implements Family {
  /** Name of the family. */
  public static final String NAME = "conv";

  /** The network of the paper. */
  public static final Conv PAPER = new Conv(3, 3, List.of(64, 128), 3, 2, 128, 0.5f, 0.5f);

  public Conv {
    filters = List.copyOf(filters);
    ConvolutionStack.check(word, stack, filters, width, pool, inputDropout);
    FamilyNumbers.check("dense", dense, 0, FamilyNumbers.MOST_UNITS);
    FamilyNumbers.checkRate("dropout", dropout);
  }

  static Conv of(FamilyNumbers numbers) {
    return new Conv(
        numbers.integer("word"),
        numbers.integer("stack"),
        numbers.integers("filters"),
        numbers.integer("width"),
        numbers.integer("pool"),
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
    if (filters.size() > 1) {
      below = blueprint.maximum(below, pool);
    }
    below = ConvolutionStack.rest(blueprint, below, filters, width, pool, false);
    below = blueprint.pool(below, Pooling.whole(Pooling.Kind.MAX));
    return blueprint.head(below, dense, dropout);
  }
}
