package org.ribond.engine.fold.model;

import java.util.Map;
import org.ribond.engine.file.DataException;
import org.ribond.engine.model.ModelCard;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.PairFamily;
import org.ribond.engine.sequence.Alphabet;

/**
 * A trained model of which bases of an RNA pair, with what its card says of how to use it.
 *
 * @param trained the networks
 * @param slope of the line through log-odds that makes probabilities of what the networks give
 * @param intercept of that line
 * @param gamma of the nested structure of the greatest expected accuracy
 * @param threshold from which on a pair is called where each base has one partner
 * @param shortest bases of the shortest RNA that the networks learned from
 * @param longest bases of the longest one
 */
public record FoldModel(
    TrainedModel trained,
    double slope,
    double intercept,
    double gamma,
    double threshold,
    int shortest,
    int longest) {
  /** What the card's {@link ModelCard#TASK} is. */
  public static final String TASK = "fold";

  /** Gamma, on a card. */
  public static final String GAMMA = "fold.gamma";

  /** Bases of the shortest RNA in training, on a card. */
  public static final String SHORTEST = "fold.shortest";

  /** Bases of the longest RNA in training, on a card. */
  public static final String LONGEST = "fold.longest";

  /**
   * A model as its card has it.
   *
   * @param name of the model, for messages
   * @throws DataException if it is none of structures
   */
  public static FoldModel of(String name, TrainedModel trained) {
    if (!(trained.architecture() instanceof ChainArchitecture chains)
        || !(chains.family() instanceof PairFamily pairs)
        || !TASK.equals(trained.card().get(ModelCard.TASK))) {
      throw new DataException(
          name + ": is no model of structures; ribond train --task fold makes one");
    }
    boolean readsGiven = pairs.given() == 0 || pairs.given() == PairFeatures.COUNT;
    if (!readsGiven || chains.alphabet() < Alphabet.RNA.size()) {
      throw new DataException(
          name
              + ": reads "
              + pairs.given()
              + " numbers of a pair and "
              + chains.alphabet()
              + " letters, which this Ribond does not make");
    }
    Map<String, String> card = trained.card();
    return new FoldModel(
        trained,
        number(name, card, ModelCard.CALIBRATION_SLOPE, 1e-6, 1e6, 1),
        number(name, card, ModelCard.CALIBRATION_INTERCEPT, -1e6, 1e6, 0),
        number(name, card, GAMMA, 1e-6, 1e6, 1),
        number(name, card, ModelCard.THRESHOLD, 1e-6, 1, 0.5),
        (int) number(name, card, SHORTEST, 1, Integer.MAX_VALUE, 1),
        (int) number(name, card, LONGEST, 1, Integer.MAX_VALUE, Integer.MAX_VALUE));
  }

  /** A number of the card that is in range, or {@code otherwise} where it has none. */
  private static double number(
      String name,
      Map<String, String> card,
      String key,
      double least,
      double most,
      double otherwise) {
    String text = card.get(key);
    if (text == null) {
      return otherwise;
    }
    double number = Double.NaN;
    try {
      number = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      // It is not in range.
    }
    if (!(number >= least && number <= most)) {
      throw new DataException(
          name + ": is no usable model: its card has " + key + " '" + text + "'");
    }
    return number;
  }

  /** The shape of each network. */
  public ChainArchitecture architecture() {
    return trained.chainArchitecture();
  }

  /** Whether an RNA of so many bases is like those that the networks learned from. */
  public boolean suits(int length) {
    return length >= shortest && length <= longest;
  }

  /** The probability that log-odds of the networks stand for. */
  public double calibrated(double logit) {
    return 1 / (1 + Math.exp(-(slope * logit + intercept)));
  }
}
