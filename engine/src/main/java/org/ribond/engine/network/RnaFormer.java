package org.ribond.engine.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.AxialAttention;
import org.ribond.engine.compute.MapConvolution;

/**
 * RNAformer (arXiv 2307.10073, first version): attention along the rows and columns of a map of
 * pairs, with recycling. Letters and places are embedded twice, for rows and for columns; blocks
 * are attention along rows, along columns, and two convolutions, each added to what it stands on.
 *
 * <p>Letters of an alphabet of five have a row for what is unknown, as published; of fewer, none.
 *
 * @param channels of every layer
 * @param layers blocks
 * @param heads of the attention
 * @param longest places that have a vector; those behind share the last
 * @param cycles passes of the blocks
 * @param dropout behind the convolutions in training; half of it behind attention
 */
public record RnaFormer(int channels, int layers, int heads, int longest, int cycles, float dropout)
    implements PairFamily {
  /** Name of the family. */
  public static final String NAME = "rnaformer";

  /** The one that is published as having two million weights. */
  public static final RnaFormer PUBLISHED = new RnaFormer(64, 6, 4, 500, 6, 0.1f);

  private static final int WIDENING = 4;

  /** Checks the numbers. */
  public RnaFormer {
    FamilyNumbers.check("channels", channels, 1, FamilyNumbers.MOST_UNITS / WIDENING);
    FamilyNumbers.check("layers", layers, 1, FamilyNumbers.MOST_LAYERS);
    FamilyNumbers.check("heads", heads, 1, channels);
    FamilyNumbers.check("longest", longest, 1, 1 << 14);
    FamilyNumbers.check("cycles", cycles, 1, MOST_CYCLES);
    FamilyNumbers.checkRate("dropout", dropout);
    if (channels % heads != 0) {
      throw new IllegalArgumentException(channels + " channels in " + heads + " heads");
    }
  }

  static RnaFormer of(FamilyNumbers numbers) {
    return new RnaFormer(
        numbers.integer("channels"),
        numbers.integer("layers"),
        numbers.integer("heads"),
        numbers.integer("longest"),
        numbers.integer("cycles"),
        numbers.fraction("dropout"));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SequencedMap<String, Object> entries() {
    SequencedMap<String, Object> entries = new LinkedHashMap<>();
    entries.put("channels", channels);
    entries.put("layers", layers);
    entries.put("heads", heads);
    entries.put("longest", longest);
    entries.put("cycles", cycles);
    entries.put("dropout", dropout);
    return entries;
  }

  @Override
  public List<Integer> words() {
    return List.of(1);
  }

  @Override
  public int given() {
    return 0;
  }

  @Override
  public int outputs() {
    return 2;
  }

  int build(PairBlueprint pairs) {
    ChainBlueprint blueprint = pairs.chains();
    int sum = pairs.outerSum(embedded(blueprint, "rows."), embedded(blueprint, "columns."));
    int latent = blueprint.normalised("embedding.", sum, Normalisation.ROWS);
    int recycled = pairs.recycled(latent);
    int x = blueprint.sum(latent, blueprint.normalised("recycled.", recycled, Normalisation.ROWS));
    for (int layer = 0; layer < layers; layer++) {
      x = block(pairs, "block." + (layer + 1) + ".", x);
    }
    int top = blueprint.normalised("head.", x, Normalisation.ROWS);
    pairs.recycle(recycled, top);
    return blueprint.unbiased(ChainBlueprint.OUTPUT, top, outputs());
  }

  private int embedded(ChainBlueprint blueprint, String name) {
    List<ChainWindow> windows = List.of(ChainWindow.words(1, 1, 0), ChainWindow.positions(longest));
    return blueprint.table(name, windows, channels);
  }

  private int block(PairBlueprint pairs, String name, int below) {
    float half = dropout / 2;
    int x = Fold.attention(pairs, name + "row.", below, AxialAttention.Axis.ROW, heads, half);
    x = Fold.attention(pairs, name + "column.", x, AxialAttention.Axis.COLUMN, heads, half);
    MapConvolution shape = MapConvolution.full(3, 1);
    int seen = pairs.normalisedItems(name, x);
    int wide =
        pairs.mapConvolution(name + "1.", seen, WIDENING * channels, shape, Activation.LINEAR, 0);
    int hidden = pairs.chains().activated(wide, Activation.SILU, 0);
    int added =
        pairs.mapConvolution(name + "2.", hidden, channels, shape, Activation.LINEAR, dropout);
    return pairs.chains().sum(x, added);
  }
}
