package org.ribond.engine.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Convolution;

/**
 * A network along one chain that gives numbers for each of its letters: a convolution over letters
 * and given numbers, then blocks {@code x + V relu(convolution(x))} of dilated convolutions,
 * without normalisation. One for each of two chains, they are a {@link TowersArchitecture}.
 *
 * @param stem letters that the first layer sees, odd
 * @param given numbers that are read of each letter besides; 0 for none
 * @param channels channels of all layers
 * @param taps letters that a block's convolution sees, odd
 * @param dilations dilation of each block's convolution
 * @param dropout probability that a unit is dropped within a block, and below the output
 */
public record Tower(
    int stem, int given, int channels, int taps, List<Integer> dilations, float dropout)
    implements Family {
  /** Its name. */
  public static final String NAME = "tower";

  /** What a block adds begins small beside what it is added to. */
  private static final float BRANCH = 0.3f;

  private static final int MOST_GIVEN = 1 << 10;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range; the message says which
   */
  public Tower {
    dilations = List.copyOf(dilations);
    FamilyNumbers.checkOdd("stem", stem);
    FamilyNumbers.check("given", given, 0, MOST_GIVEN);
    FamilyNumbers.check("channels", channels, 1, FamilyNumbers.MOST_UNITS);
    FamilyNumbers.checkOdd("taps", taps);
    FamilyNumbers.check("dilations", dilations, 0, 1, 1 << 12);
    FamilyNumbers.checkRate("dropout", dropout);
  }

  static Tower of(FamilyNumbers numbers) {
    return new Tower(
        numbers.integer("stem"),
        numbers.integer("given"),
        numbers.integer("channels"),
        numbers.integer("taps"),
        numbers.integers("dilations"),
        numbers.fraction("dropout"));
  }

  /** The same with another rate of dropout, which changes no weight's shape. */
  public Tower with(float rate) {
    return new Tower(stem, given, channels, taps, dilations, rate);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SequencedMap<String, Object> entries() {
    SequencedMap<String, Object> entries = new LinkedHashMap<>();
    entries.put("stem", stem);
    entries.put("given", given);
    entries.put("channels", channels);
    entries.put("taps", taps);
    entries.put("dilations", dilations);
    entries.put("dropout", dropout);
    return entries;
  }

  @Override
  public List<Integer> words() {
    return List.of(1);
  }

  /** Adds its layers; returns the number of the last one. */
  int build(ChainBlueprint blueprint) {
    List<ChainWindow> letters = List.of(ChainWindow.words(1, stem, 0));
    int below = blueprint.letters("stem.", letters, channels, Activation.LINEAR, 0);
    if (given > 0) {
      int numbers = blueprint.add(new GivenNumbersLayer(given));
      Convolution near = Convolution.same(stem, 1);
      int sums = blueprint.convolution("given.", numbers, channels, near, Activation.LINEAR, 0);
      below = blueprint.sum(below, sums);
    }
    below = blueprint.activated(below, Activation.RELU, 0);
    for (int block = 0; block < dilations.size(); block++) {
      String name = "block." + (block + 1) + ".";
      Convolution shape = Convolution.same(taps, dilations.get(block));
      int inner =
          blueprint.convolution(
              name + "convolution.", below, channels, shape, Activation.RELU, dropout);
      int branch = blueprint.dense(name + "out.", inner, channels, Activation.LINEAR, 0);
      below = blueprint.sum(below, blueprint.scaled(branch, BRANCH));
    }
    return blueprint.activated(below, Activation.RELU, dropout);
  }
}
