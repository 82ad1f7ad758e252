package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Convolution;

/** Convolutions with rectifiers, with max-pooling behind them, the first one on words. */
final class ConvolutionStack {
  private ConvolutionStack() {}

  /**
   * Fails unless the sizes are in range.
   *
   * @throws IllegalArgumentException with the name of the number
   */
  static void check(
      int word, int stack, List<Integer> filters, int width, int pool, float inputDropout) {
    FamilyNumbers.check("word", word, 1, 16);
    FamilyNumbers.check("stack", stack, 1, FamilyNumbers.MOST_TAPS);
    FamilyNumbers.check("filters", filters, 1, 1, FamilyNumbers.MOST_UNITS);
    FamilyNumbers.check("width", width, 1, FamilyNumbers.MOST_TAPS);
    FamilyNumbers.checkOdd("stack + width - 1", stack + width - 1);
    FamilyNumbers.check("pool", pool, 1, FamilyNumbers.MOST_TAPS);
    FamilyNumbers.checkRate("input_dropout", inputDropout);
  }

  static int first(
      ChainBlueprint blueprint,
      int word,
      int stack,
      List<Integer> filters,
      int width,
      float inputDropout) {
    ChainWindow window = ChainWindow.words(word, stack + width - 1, inputDropout);
    return blueprint.letters("conv.1.", List.of(window), filters.getFirst(), Activation.RELU, 0);
  }

  /**
   * The convolutions above the first one.
   *
   * @param poolsLast whether pooling follows the last one
   */
  static int rest(
      ChainBlueprint blueprint,
      int below,
      List<Integer> filters,
      int width,
      int pool,
      boolean poolsLast) {
    int top = below;
    for (int layer = 1; layer < filters.size(); layer++) {
      String name = "conv." + (layer + 1) + ".";
      Convolution shape = Convolution.same(width, 1);
      top = blueprint.convolution(name, top, filters.get(layer), shape, Activation.RELU, 0);
      if (poolsLast || layer < filters.size() - 1) {
        top = blueprint.maximum(top, pool);
      }
    }
    return top;
  }
}
