package org.ribond.engine.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.AxialAttention;
import org.ribond.engine.compute.Convolution;
import org.ribond.engine.compute.MapConvolution;

/**
 * Layers along a sequence, cheap ones, whose outer sum with itself begins a map of its pairs; given
 * numbers of each pair are added; residual convolutions over the map, and attention along its rows
 * and columns, lead to one symmetric logit for each pair.
 *
 * @param trunk the layers along the sequence
 * @param map those over the map
 * @param given numbers of a pair that are read besides the letters; 0 for none
 * @param cycles passes of the layers over the map; 1 for no recycling
 */
public record Fold(Trunk trunk, PairMap map, int given, int cycles) implements PairFamily {
  /** Name of the family. */
  public static final String NAME = "fold";

  private static final int MOST_DILATION = 1 << 8;

  /**
   * Layers along the sequence: for each dilation a residual block {@code x + dense(relu(
   * convolution(normalised(x))))} and, if there are heads, one of attention.
   *
   * @param channels of every layer
   * @param width taps of a convolution
   * @param dilations of each block
   * @param heads of the attention; 0 for none
   * @param dropout probability that a unit which a block adds is dropped in training
   */
  public record Trunk(int channels, int width, List<Integer> dilations, int heads, float dropout) {
    public Trunk {
      dilations = List.copyOf(dilations);
      FamilyNumbers.check("trunk", channels, 1, FamilyNumbers.MOST_UNITS);
      FamilyNumbers.checkOdd("trunk_width", width);
      FamilyNumbers.check("trunk_dilations", dilations, 0, 1, MOST_DILATION);
      FamilyNumbers.check("trunk_heads", heads, 0, channels);
      FamilyNumbers.checkRate("trunk_dropout", dropout);
      requireParts("trunk", channels, heads);
    }
  }

  /**
   * Layers over the map: for each dilation a residual block {@code x + convolution(relu(
   * convolution(normalised(x))))} of 3 x 3 taps, then blocks of attention along rows and columns.
   *
   * @param channels of every layer
   * @param dilations of each block of convolutions
   * @param axial blocks of attention
   * @param heads of the attention
   * @param dropout probability that a unit which a block adds is dropped in training
   */
  public record PairMap(
      int channels, List<Integer> dilations, int axial, int heads, float dropout) {
    public PairMap {
      dilations = List.copyOf(dilations);
      FamilyNumbers.check("channels", channels, 1, FamilyNumbers.MOST_UNITS);
      FamilyNumbers.check("dilations", dilations, 0, 1, MOST_DILATION);
      FamilyNumbers.check("axial", axial, 0, FamilyNumbers.MOST_LAYERS);
      FamilyNumbers.check("heads", heads, 1, channels);
      FamilyNumbers.checkRate("dropout", dropout);
      requireParts("channels", channels, heads);
    }
  }

  /** Checks the numbers that are in neither part. */
  public Fold {
    FamilyNumbers.check("given", given, 0, FamilyNumbers.MOST_UNITS);
    FamilyNumbers.check("cycles", cycles, 1, MOST_CYCLES);
  }

  private static void requireParts(String name, int channels, int heads) {
    if (heads > 0 && channels % heads != 0) {
      throw new IllegalArgumentException(
          name + " of " + channels + " channels in " + heads + " heads");
    }
  }

  static Fold of(FamilyNumbers numbers) {
    return new Fold(
        new Trunk(
            numbers.integer("trunk"),
            numbers.integer("trunk_width"),
            numbers.integers("trunk_dilations"),
            numbers.integer("trunk_heads"),
            numbers.fraction("trunk_dropout")),
        new PairMap(
            numbers.integer("channels"),
            numbers.integers("dilations"),
            numbers.integer("axial"),
            numbers.integer("heads"),
            numbers.fraction("dropout")),
        numbers.integer("given"),
        numbers.integer("cycles"));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SequencedMap<String, Object> entries() {
    SequencedMap<String, Object> entries = new LinkedHashMap<>();
    entries.put("trunk", trunk.channels);
    entries.put("trunk_width", trunk.width);
    entries.put("trunk_dilations", trunk.dilations);
    entries.put("trunk_heads", trunk.heads);
    entries.put("trunk_dropout", trunk.dropout);
    entries.put("channels", map.channels);
    entries.put("dilations", map.dilations);
    entries.put("axial", map.axial);
    entries.put("heads", map.heads);
    entries.put("dropout", map.dropout);
    entries.put("given", given);
    entries.put("cycles", cycles);
    return entries;
  }

  @Override
  public float dropout() {
    return map.dropout;
  }

  @Override
  public List<Integer> words() {
    return List.of(1);
  }

  @Override
  public int outputs() {
    return 1;
  }

  int build(PairBlueprint pairs) {
    ChainBlueprint blueprint = pairs.chains();
    int below = trunk(pairs);
    int rows = blueprint.dense("rows.", below, map.channels, Activation.LINEAR, 0);
    int columns = blueprint.unbiased("columns.", below, map.channels);
    int x = pairs.outerSum(rows, columns);
    if (given > 0) {
      int cells = pairs.givenCells(given);
      x = blueprint.sum(x, blueprint.unbiased("given.", cells, map.channels));
    }
    int recycled = cycles > 1 ? pairs.recycled(x) : x;
    if (cycles > 1) {
      int latent = blueprint.normalised("recycled.", recycled, Normalisation.ROWS);
      x = blueprint.sum(x, latent);
    }
    for (int block = 0; block < map.dilations.size(); block++) {
      x = convolutions(pairs, "map." + (block + 1) + ".", x, map.dilations.get(block));
    }
    for (int block = 0; block < map.axial; block++) {
      String name = "axial." + (block + 1) + ".";
      x = attention(pairs, name + "row.", x, AxialAttention.Axis.ROW, map.heads, map.dropout);
      x = attention(pairs, name + "column.", x, AxialAttention.Axis.COLUMN, map.heads, map.dropout);
    }
    if (cycles > 1) {
      pairs.recycle(recycled, x);
    }
    int top = blueprint.normalised("head.", x, Normalisation.ROWS);
    return pairs.symmetric(blueprint.rare(ChainBlueprint.OUTPUT, top));
  }

  private int trunk(PairBlueprint pairs) {
    ChainBlueprint blueprint = pairs.chains();
    List<ChainWindow> letters = List.of(ChainWindow.words(1, 1, 0));
    int x = blueprint.letters("letters.", letters, trunk.channels, Activation.LINEAR, 0);
    for (int block = 0; block < trunk.dilations.size(); block++) {
      String name = "trunk." + (block + 1) + ".";
      int seen = blueprint.normalised(name, x, Normalisation.ROWS);
      Convolution shape = Convolution.same(trunk.width, trunk.dilations.get(block));
      int hidden =
          blueprint.convolution(
              name + "convolution.", seen, trunk.channels, shape, Activation.RELU, 0);
      int added =
          blueprint.dense(
              name + "dense.", hidden, trunk.channels, Activation.LINEAR, trunk.dropout);
      x = blueprint.sum(x, added);
      if (trunk.heads > 0) {
        AxialAttention.Axis axis = AxialAttention.Axis.CHAIN;
        x = attention(pairs, name + "attention.", x, axis, trunk.heads, trunk.dropout);
      }
    }
    return x;
  }

  private int convolutions(PairBlueprint pairs, String name, int x, int dilation) {
    MapConvolution shape = MapConvolution.full(3, dilation);
    int seen = pairs.chains().normalised(name, x, Normalisation.ROWS);
    int hidden = pairs.mapConvolution(name + "1.", seen, map.channels, shape, Activation.RELU, 0);
    int added =
        pairs.mapConvolution(
            name + "2.", hidden, map.channels, shape, Activation.LINEAR, map.dropout);
    return pairs.chains().sum(x, added);
  }

  /** {@code x + dense(attention(normalised(x)))}. */
  static int attention(
      PairBlueprint pairs, String name, int x, AxialAttention.Axis axis, int heads, float dropout) {
    ChainBlueprint blueprint = pairs.chains();
    int width = blueprint.width(x);
    int seen = blueprint.normalised(name, x, Normalisation.ROWS);
    int all = pairs.axial(name, seen, new AxialAttention(axis, heads));
    return blueprint.sum(x, blueprint.dense(name + "out.", all, width, Activation.LINEAR, dropout));
  }
}
