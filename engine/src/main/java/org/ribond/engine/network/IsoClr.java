package org.ribond.engine.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Convolution;
import org.ribond.engine.compute.Pooling;

/**
 * The encoder of IsoCLR (arXiv 2310.08738): a residual network of dilated convolutions along a
 * transcript, with batch normalisation, maxima of neighbouring sites between its stages, and the
 * mean over what is left as the transcript's vector. On it stands a projection head while it learns
 * by contrast, nothing where the vector is wanted, or a linear layer for labels.
 *
 * <p>A block is convolution, rectifier, normalisation, rectifier, dropout, convolution, rectifier,
 * normalisation; what it was given is added, through a linear layer with normalisation where the
 * width changes, and a rectifier follows. Each stage begins with the maximum of neighbours.
 *
 * <p>The first layer sees odd windows, so that the published width of 2 is 3 here.
 *
 * @param stem letters that the first layer sees around each letter, odd
 * @param stemPool sites of which the first maximum is taken, 1 for none
 * @param pool sites of which the maximum is taken before each stage, 1 for none
 * @param widths channels of each stage; those of the first are the first layer's too
 * @param blocks blocks of each stage
 * @param dilations distance of the taps in each stage
 * @param taps width of the convolutions
 * @param marks what is read besides letters: 0 nothing, 1 where codons begin, 2 where exons end as
 *     well
 * @param dropout probability that a unit within a block, or of the vector below labels, is dropped
 * @param top what stands on the vector
 * @param head units of the hidden layers of the projection head; of other tops empty
 */
public record IsoClr(
    int stem,
    int stemPool,
    int pool,
    List<Integer> widths,
    List<Integer> blocks,
    List<Integer> dilations,
    int taps,
    int marks,
    float dropout,
    Top top,
    List<Integer> head)
    implements Family {
  /** Name of the family. */
  public static final String NAME = "isoclr";

  /** The published small encoder, {@code less_dilated_small2}, with its projection head. */
  public static final IsoClr SMALL =
      new IsoClr(
          3,
          2,
          2,
          List.of(64, 128, 128, 256),
          List.of(2, 2, 2, 2),
          List.of(1, 2, 4, 8),
          2,
          2,
          0.1f,
          Top.HEAD,
          List.of(2048, 2048));

  /** The published medium encoder, {@code less_dilated_medium}, with its projection head. */
  public static final IsoClr MEDIUM =
      new IsoClr(
          3,
          2,
          2,
          List.of(64, 128, 256, 512),
          List.of(3, 4, 6, 3),
          List.of(1, 2, 4, 8),
          2,
          2,
          0.1f,
          Top.HEAD,
          List.of(2048, 2048));

  /** Numbers that the published projection heads end in. */
  public static final int PROJECTED = 512;

  private static final int MOST_STAGES = 8;
  private static final int MOST_BLOCKS = 32;

  /** What is added to a variance, as published. */
  private static final float EPSILON = 0.01f;

  /** What stands on the vector. */
  public enum Top {
    /** Nothing: the vector is what the network gives. */
    VECTOR,
    /** A projection head: hidden layers with normalisation, then a linear one without bias. */
    HEAD,
    /** Dropout and a linear layer. */
    LABEL
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range; the message says which
   */
  public IsoClr {
    widths = List.copyOf(widths);
    blocks = List.copyOf(blocks);
    dilations = List.copyOf(dilations);
    head = List.copyOf(head);
    FamilyNumbers.check("stem", stem, 1, FamilyNumbers.MOST_TAPS);
    if (stem % 2 == 0) {
      throw new IllegalArgumentException("stem of " + stem + " letters is not odd");
    }
    FamilyNumbers.check("stem_pool", stemPool, 1, FamilyNumbers.MOST_TAPS);
    FamilyNumbers.check("pool", pool, 1, FamilyNumbers.MOST_TAPS);
    FamilyNumbers.check("number of widths", widths.size(), 1, MOST_STAGES);
    if (blocks.size() != widths.size() || dilations.size() != widths.size()) {
      throw new IllegalArgumentException(
          "stages: %d widths, %d numbers of blocks, %d dilations"
              .formatted(widths.size(), blocks.size(), dilations.size()));
    }
    for (int stage = 0; stage < widths.size(); stage++) {
      FamilyNumbers.check("widths", widths.get(stage), 1, 1 << 10);
      FamilyNumbers.check("blocks", blocks.get(stage), 1, MOST_BLOCKS);
      FamilyNumbers.check("dilations", dilations.get(stage), 1, 1 << 12);
    }
    FamilyNumbers.check("taps", taps, 1, FamilyNumbers.MOST_TAPS);
    FamilyNumbers.check("marks", marks, 0, 2);
    FamilyNumbers.checkRate("dropout", dropout);
    head.forEach(units -> FamilyNumbers.check("head", units, 1, FamilyNumbers.MOST_UNITS));
    if (top != Top.HEAD && !head.isEmpty()) {
      throw new IllegalArgumentException("a head of " + head + " on " + FamilyNumbers.label(top));
    }
  }

  static IsoClr of(FamilyNumbers numbers) {
    return new IsoClr(
        numbers.integer("stem"),
        numbers.integer("stem_pool"),
        numbers.integer("pool"),
        numbers.integers("widths"),
        numbers.integers("blocks"),
        numbers.integers("dilations"),
        numbers.integer("taps"),
        numbers.integer("marks"),
        numbers.fraction("dropout"),
        numbers.named(Top.values(), "top"),
        numbers.integers("head"));
  }

  /** The same encoder with something else on its vector. */
  public IsoClr with(Top other, List<Integer> units) {
    return new IsoClr(
        stem, stemPool, pool, widths, blocks, dilations, taps, marks, dropout, other, units);
  }

  /** Numbers of a transcript's vector. */
  public int vector() {
    return widths.getLast();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SequencedMap<String, Object> entries() {
    SequencedMap<String, Object> entries = new LinkedHashMap<>();
    entries.put("stem", stem);
    entries.put("stem_pool", stemPool);
    entries.put("pool", pool);
    entries.put("widths", widths);
    entries.put("blocks", blocks);
    entries.put("dilations", dilations);
    entries.put("taps", taps);
    entries.put("marks", marks);
    entries.put("dropout", dropout);
    entries.put("top", FamilyNumbers.label(top));
    entries.put("head", head);
    return entries;
  }

  @Override
  public List<Integer> words() {
    return List.of(1);
  }

  /** Adds its layers; returns the number of the last one. */
  int build(ChainBlueprint blueprint) {
    List<ChainWindow> seen = new ArrayList<>();
    seen.add(ChainWindow.words(1, stem, 0));
    if (marks > 0) {
      seen.add(ChainWindow.marks(ChainWindow.Input.CODONS, stem));
    }
    if (marks > 1) {
      seen.add(ChainWindow.marks(ChainWindow.Input.EXONS, stem));
    }
    int below = blueprint.letters("stem.", seen, widths.getFirst(), Activation.LINEAR, 0);
    below = normalised(blueprint, "stem.norm.", below);
    for (int stage = 0; stage < widths.size(); stage++) {
      // The maximum of the stem's maxima is that of all their sites.
      below = blueprint.maximum(below, stage == 0 ? stemPool * pool : pool);
      for (int block = 0; block < blocks.get(stage); block++) {
        String name = "stage.%d.%d.".formatted(stage + 1, block + 1);
        below = block(blueprint, name, below, stage);
      }
    }
    int vector = blueprint.pool(below, Pooling.whole(Pooling.Kind.MEAN));
    return switch (top) {
      case VECTOR -> vector;
      case LABEL -> blueprint.dropped(vector, dropout);
      case HEAD -> head(blueprint, vector);
    };
  }

  /** Adds the layer that gives the outputs, unless that is the vector. */
  void output(ChainBlueprint blueprint, int below, int outputs) {
    switch (top) {
      case VECTOR -> {}
      case HEAD -> blueprint.unbiased(ChainBlueprint.OUTPUT, below, outputs);
      case LABEL -> blueprint.output(below, outputs);
    }
  }

  private int block(ChainBlueprint blueprint, String name, int given, int stage) {
    int width = widths.get(stage);
    Convolution shape = Convolution.same(taps, dilations.get(stage));
    int inner = convolved(blueprint, name + "1.", given, width, shape);
    inner = blueprint.activated(inner, Activation.RELU, dropout);
    inner = convolved(blueprint, name + "2.", inner, width, shape);
    int shortcut = given;
    if (blueprint.width(given) != width) {
      shortcut = blueprint.dense(name + "shortcut.", given, width, Activation.LINEAR, 0);
      shortcut = normalised(blueprint, name + "shortcut.norm.", shortcut);
    }
    return blueprint.activated(blueprint.sum(inner, shortcut), Activation.RELU, 0);
  }

  private static int convolved(
      ChainBlueprint blueprint, String name, int below, int width, Convolution shape) {
    int convolution = blueprint.convolution(name, below, width, shape, Activation.RELU, 0);
    return normalised(blueprint, name + "norm.", convolution);
  }

  private static int normalised(ChainBlueprint blueprint, String name, int below) {
    return blueprint.normalised(name, below, Normalisation.COLUMNS, EPSILON);
  }

  private int head(ChainBlueprint blueprint, int vector) {
    int below = vector;
    for (int layer = 0; layer < head.size(); layer++) {
      String name = "head.%d.".formatted(layer + 1);
      below = blueprint.dense(name, below, head.get(layer), Activation.LINEAR, 0);
      below = normalised(blueprint, name + "norm.", below);
      below = blueprint.activated(below, Activation.RELU, 0);
    }
    return below;
  }
}
