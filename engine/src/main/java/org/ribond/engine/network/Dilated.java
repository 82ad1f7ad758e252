package org.ribond.engine.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Convolution;
import org.ribond.engine.compute.Pooling;

/**
 * Gated dilated residual convolutions, seen by a head of several parts.
 *
 * @param stem the first layers
 * @param blocks the residual blocks
 * @param head what makes one vector of a sequence
 * @param rates dropout
 */
public record Dilated(Stem stem, Blocks blocks, Head head, Rates rates) implements Family {
  /** Name of the family. */
  public static final String NAME = "dilated";

  /** Most places that have vectors. */
  public static final int MOST_PLACES = 1 << 10;

  private static final int MOST_DILATION = 1 << 12;

  /**
   * What the mean vector of the words is multiplied by. A word is rare, so the mean hardly moves
   * with a step of Adam, which changes each word's vector by about the learning rate.
   */
  private static final float BAG_SCALE = 8;

  /**
   * The first layers: convolutions over words of one or several widths side by side, normalisation,
   * activation, max-pooling.
   *
   * @param word letters of a word; 1 for letters
   * @param widths words that each convolution sees, odd numbers
   * @param channels of all convolutions together, at least one each
   * @param pool sites that become one; 1 for no pooling
   * @param places number of places along a sequence, each with a vector of its own that is added to
   *     the convolutions; 0 for none
   * @param strands whether a vector for each strand is added, which tells them apart
   */
  public record Stem(
      int word, List<Integer> widths, int channels, int pool, int places, boolean strands) {
    public Stem {
      widths = List.copyOf(widths);
      FamilyNumbers.check("word", word, 1, 16);
      FamilyNumbers.check("stem_widths", widths, 1, 1, FamilyNumbers.MOST_TAPS);
      widths.forEach(width -> FamilyNumbers.checkOdd("stem_widths", width));
      FamilyNumbers.check("stem", channels, widths.size(), FamilyNumbers.MOST_UNITS);
      FamilyNumbers.check("pool", pool, 1, FamilyNumbers.MOST_TAPS);
      FamilyNumbers.check("places", places, 0, MOST_PLACES);
    }
  }

  /**
   * Residual blocks: {@code x + dropout(gate(convolution(activation(normalisation(x)))))}, one for
   * each dilation. Behind the last one, normalisation and activation once more.
   *
   * @param channels of every block; where the stem has others, a linear layer comes between
   * @param width taps of a convolution
   * @param dilations of each block; none for no blocks
   * @param gate how a convolution is gated
   * @param normalisation of the stem and every block
   * @param activation of the stem and every block
   */
  public record Blocks(
      int channels,
      int width,
      List<Integer> dilations,
      Gate gate,
      Normalisation normalisation,
      Activation activation) {
    public Blocks {
      dilations = List.copyOf(dilations);
      FamilyNumbers.check("channels", channels, 1, FamilyNumbers.MOST_UNITS);
      FamilyNumbers.check("width", width, 1, FamilyNumbers.MOST_TAPS);
      FamilyNumbers.check("dilations", dilations, 0, 1, MOST_DILATION);
    }
  }

  /**
   * What makes one vector of a sequence: the parts that are chosen here, side by side, then
   * normalisation over the columns if it is wanted, dropout, an activated layer with dropout, the
   * output.
   *
   * @param max the maximum over the sequence
   * @param mean the mean over the sequence
   * @param recurrent recurrent layers on the blocks, whose last states are a part; none for none
   * @param pooledStates whether maximum and mean are taken over their states too
   * @param parts number of equal parts of the sequence whose means are a part, which tells where
   *     something is in sequences of any length; 0 for none
   * @param partChannels channels that each of them is brought down to by a linear layer before
   * @param bagWord letters of the words whose mean vector is a part, masked letters among them; 0
   *     for none
   * @param bag length of a word's vector
   * @param normalised whether the vector is normalised
   * @param dense units of the activated layer; 0 for none
   */
  public record Head(
      boolean max,
      boolean mean,
      RecurrentLayers recurrent,
      boolean pooledStates,
      int parts,
      int partChannels,
      int bagWord,
      int bag,
      boolean normalised,
      int dense) {
    public Head {
      FamilyNumbers.check("parts", parts, 0, FamilyNumbers.MOST_TAPS);
      FamilyNumbers.check("part_channels", partChannels, sizeOf(parts), FamilyNumbers.MOST_UNITS);
      FamilyNumbers.check("bag_word", bagWord, 0, 16);
      FamilyNumbers.check("bag", bag, sizeOf(bagWord), FamilyNumbers.MOST_UNITS);
      FamilyNumbers.check("dense", dense, 0, FamilyNumbers.MOST_UNITS);
      if (pooledStates && recurrent.isEmpty()) {
        throw new IllegalArgumentException("pooled_states without units");
      }
      if (!max && !mean && recurrent.isEmpty() && parts + bagWord == 0) {
        throw new IllegalArgumentException("its head sees nothing of a sequence");
      }
    }

    private static int sizeOf(int wanted) {
      return wanted > 0 ? 1 : 0;
    }
  }

  /**
   * Probabilities that something is dropped in training.
   *
   * @param stem a unit of the stem
   * @param block a unit that a block adds
   * @param side a word of the bag
   * @param head a unit of the vector, or of the layer above it
   */
  public record Rates(float stem, float block, float side, float head) {
    /** No dropout. */
    public static final Rates NONE = new Rates(0, 0, 0, 0);

    public Rates {
      FamilyNumbers.checkRate("stem_dropout", stem);
      FamilyNumbers.checkRate("block_dropout", block);
      FamilyNumbers.checkRate("side_dropout", side);
      FamilyNumbers.checkRate("dropout", head);
    }
  }

  static Dilated of(FamilyNumbers numbers) {
    return new Dilated(
        new Stem(
            numbers.integer("word"),
            numbers.integers("stem_widths"),
            numbers.integer("stem"),
            numbers.integer("pool"),
            numbers.integer("places"),
            numbers.flag("strands")),
        new Blocks(
            numbers.integer("channels"),
            numbers.integer("width"),
            numbers.integers("dilations"),
            numbers.named(Gate.values(), "gate"),
            numbers.named(Normalisation.values(), "normalisation"),
            numbers.named(Activation.values(), "activation")),
        new Head(
            numbers.flag("max"),
            numbers.flag("mean"),
            RecurrentLayers.of(numbers),
            numbers.flag("pooled_states"),
            numbers.integer("parts"),
            numbers.integer("part_channels"),
            numbers.integer("bag_word"),
            numbers.integer("bag"),
            numbers.flag("head_normalised"),
            numbers.integer("dense")),
        new Rates(
            numbers.fraction("stem_dropout"),
            numbers.fraction("block_dropout"),
            numbers.fraction("side_dropout"),
            numbers.fraction("dropout")));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SequencedMap<String, Object> entries() {
    SequencedMap<String, Object> entries = new LinkedHashMap<>();
    entries.put("word", stem.word);
    entries.put("stem_widths", stem.widths);
    entries.put("stem", stem.channels);
    entries.put("pool", stem.pool);
    entries.put("places", stem.places);
    entries.put("strands", stem.strands);
    entries.put("channels", blocks.channels);
    entries.put("width", blocks.width);
    entries.put("dilations", blocks.dilations);
    entries.put("gate", FamilyNumbers.label(blocks.gate));
    entries.put("normalisation", FamilyNumbers.label(blocks.normalisation));
    entries.put("activation", FamilyNumbers.label(blocks.activation));
    entries.put("max", head.max);
    entries.put("mean", head.mean);
    head.recurrent.put(entries);
    entries.put("pooled_states", head.pooledStates);
    entries.put("parts", head.parts);
    entries.put("part_channels", head.partChannels);
    entries.put("bag_word", head.bagWord);
    entries.put("bag", head.bag);
    entries.put("head_normalised", head.normalised);
    entries.put("dense", head.dense);
    entries.put("stem_dropout", rates.stem);
    entries.put("block_dropout", rates.block);
    entries.put("side_dropout", rates.side);
    entries.put("dropout", rates.head);
    return entries;
  }

  @Override
  public float dropout() {
    return rates.head;
  }

  @Override
  public List<Integer> words() {
    return head.bagWord > 0 ? List.of(stem.word, head.bagWord) : List.of(stem.word);
  }

  int build(ChainBlueprint blueprint) {
    int below = blueprint.maximum(stem(blueprint), stem.pool);
    below = blueprint.dropped(below, rates.stem);
    if (stem.channels != blocks.channels) {
      below = blueprint.dense("project.", below, blocks.channels, Activation.LINEAR, 0);
    }
    for (int block = 0; block < blocks.dilations.size(); block++) {
      below = block(blueprint, "block." + (block + 1) + ".", below, blocks.dilations.get(block));
    }
    if (!blocks.dilations.isEmpty()) {
      below = normalised(blueprint, "blocks.", below);
    }
    below = blueprint.concatenated(parts(blueprint, below));
    if (head.normalised) {
      below = blueprint.normalised("head.", below, Normalisation.COLUMNS);
    }
    below = blueprint.dropped(below, rates.head);
    return head.dense == 0
        ? below
        : blueprint.dense("dense.1.", below, head.dense, blocks.activation, rates.head);
  }

  private int stem(ChainBlueprint blueprint) {
    List<Integer> parts = new ArrayList<>();
    int count = stem.widths.size();
    for (int part = 0; part < count; part++) {
      int channels = stem.channels / count + (part < stem.channels % count ? 1 : 0);
      List<ChainWindow> windows = new ArrayList<>();
      windows.add(ChainWindow.words(stem.word, stem.widths.get(part), 0));
      if (stem.places > 0) {
        windows.add(ChainWindow.places(stem.places));
      }
      if (stem.strands) {
        windows.add(ChainWindow.strand());
      }
      // The normalisation has the names that begin with "stem." alone.
      String name = "stem." + (part + 1) + ".";
      parts.add(blueprint.letters(name, windows, channels, Activation.LINEAR, 0));
    }
    return normalised(blueprint, "stem.", blueprint.concatenated(parts));
  }

  /** Normalisation and activation of layer {@code below}. */
  private int normalised(ChainBlueprint blueprint, String name, int below) {
    int normalised = blueprint.normalised(name, below, blocks.normalisation);
    return blueprint.activated(normalised, blocks.activation, 0);
  }

  private int block(ChainBlueprint blueprint, String name, int below, int dilation) {
    int input = normalised(blueprint, name, below);
    Convolution shape = Convolution.same(blocks.width, dilation);
    boolean isGated = blocks.gate != Gate.NONE;
    Activation activation = blocks.gate == Gate.TANH ? Activation.TANH : Activation.LINEAR;
    // The mask lies on one factor of the product, so that it need not be applied by itself.
    int value =
        blueprint.convolution(
            name + "value.", input, blocks.channels, shape, activation, rates.block);
    if (!isGated) {
      return blueprint.sum(below, value);
    }
    int gate =
        blueprint.convolution(name + "gate.", input, blocks.channels, shape, Activation.SIGMOID, 0);
    return blueprint.sum(below, blueprint.product(value, gate));
  }

  private List<Integer> parts(ChainBlueprint blueprint, int below) {
    List<Integer> parts = new ArrayList<>();
    List<Integer> pooledLayers = new ArrayList<>(List.of(below));
    List<Integer> states = List.of();
    if (!head.recurrent.isEmpty()) {
      states = blueprint.states(below, head.recurrent);
      pooledLayers.addAll(head.pooledStates ? states : List.of());
    }
    int pooled = blueprint.concatenated(pooledLayers);
    if (head.max) {
      parts.add(blueprint.pool(pooled, Pooling.whole(Pooling.Kind.MAX)));
    }
    if (head.mean) {
      parts.add(blueprint.pool(pooled, Pooling.whole(Pooling.Kind.MEAN)));
    }
    if (!states.isEmpty()) {
      parts.add(blueprint.lastStates(states));
    }
    if (head.parts > 0) {
      int narrow = blueprint.dense("parts.", pooled, head.partChannels, Activation.LINEAR, 0);
      int means = blueprint.pool(narrow, Pooling.parts(Pooling.Kind.MEAN, head.parts));
      parts.add(blueprint.flattened(means, head.parts));
    }
    if (head.bagWord > 0) {
      ChainWindow words = ChainWindow.bag(head.bagWord, rates.side);
      int bag = blueprint.letters("bag.", List.of(words), head.bag, Activation.LINEAR, 0);
      int mean = blueprint.pool(bag, Pooling.whole(Pooling.Kind.MEAN));
      parts.add(blueprint.scaled(mean, BAG_SCALE));
    }
    return parts;
  }
}
