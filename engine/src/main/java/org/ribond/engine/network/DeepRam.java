package org.ribond.engine.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Pooling;
import org.ribond.engine.compute.Recurrence;

/**
 * The shape of the tool deepRAM (Trabelsi, Chaabane and Ben-Hur, 2019): a convolution over letters
 * with a rectifier and max-pooling at stride 1, recurrent layers or else the maximum over the
 * sequence, perhaps a rectified layer, the output. Of a layer in both directions the output sees
 * the states at both ends. The tool's motifs of 24 letters reach beyond the sequence's ends, where
 * it has letters of a quarter each; here they add nothing.
 *
 * @param filters channels of the convolution; 16 in the tool
 * @param width letters of a motif, an odd number
 * @param pool sites of a window of max-pooling; 3 in the tool
 * @param recurrent the recurrent layers; none for the maximum
 * @param dense units of the rectified layer below the output; 0 for none
 * @param dropout probability that a unit below that layer and the output is dropped in training
 */
public record DeepRam(
    int filters, int width, int pool, RecurrentLayers recurrent, int dense, float dropout)
    implements Family {
  /** Name of the family. */
  public static final String NAME = "deepram";

  /** One of the tool's many: 16 motifs, a bidirectional LSTM, no layer above it. */
  public static final DeepRam DEFAULT =
      new DeepRam(
          16, 25, 3, new RecurrentLayers(Recurrence.Cell.LSTM, true, List.of(50)), 0, 0.15f);

  public DeepRam {
    FamilyNumbers.check("filters", filters, 1, FamilyNumbers.MOST_UNITS);
    FamilyNumbers.checkOdd("width", width);
    FamilyNumbers.check("pool", pool, 1, FamilyNumbers.MOST_TAPS);
    FamilyNumbers.check("dense", dense, 0, FamilyNumbers.MOST_UNITS);
    FamilyNumbers.checkRate("dropout", dropout);
  }

  static DeepRam of(FamilyNumbers numbers) {
    return new DeepRam(
        numbers.integer("filters"),
        numbers.integer("width"),
        numbers.integer("pool"),
        RecurrentLayers.of(numbers),
        numbers.integer("dense"),
        numbers.fraction("dropout"));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SequencedMap<String, Object> entries() {
    SequencedMap<String, Object> entries = new LinkedHashMap<>();
    entries.put("filters", filters);
    entries.put("width", width);
    entries.put("pool", pool);
    recurrent.put(entries);
    entries.put("dense", dense);
    entries.put("dropout", dropout);
    return entries;
  }

  @Override
  public List<Integer> words() {
    return List.of(1);
  }

  int build(ChainBlueprint blueprint) {
    ChainWindow window = ChainWindow.words(1, width, 0);
    int below = blueprint.letters("conv.1.", List.of(window), filters, Activation.RELU, 0);
    if (pool > 1) {
      below = blueprint.pool(below, new Pooling(Pooling.Kind.MAX, Pooling.Extent.WINDOWS, pool, 1));
    }
    below =
        recurrent.isEmpty()
            ? blueprint.pool(below, Pooling.whole(Pooling.Kind.MAX))
            : blueprint.lastStates(blueprint.states(below, recurrent));
    below = blueprint.dropped(below, dropout);
    if (dense > 0) {
      below = blueprint.dense("dense.1.", below, dense, Activation.RELU, dropout);
    }
    return below;
  }
}
