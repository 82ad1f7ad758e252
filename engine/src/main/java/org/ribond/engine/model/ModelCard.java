package org.ribond.engine.model;

/**
 * Names of the facts on a model's card. A card is a map of strings, so that a model may carry any
 * further fact; these are the names that Ribond itself writes or reads.
 */
public final class ModelCard {
  /** Version of Ribond that trained the model. */
  public static final String RIBOND_VERSION = "ribond_version";

  /** What the model is for, such as {@code label}; contacts where nothing is said. */
  public static final String TASK = "task";

  /** Letters of each window in the order of their codes, with the window's name behind it. */
  public static final String LETTERS = "letters.";

  /** The training data in words: which set, which part of it. */
  public static final String DATA = "data";

  /** SHA-256 of the training data's file. */
  public static final String DATA_SHA256 = "data.sha256";

  /** The proteins in training, as hashes: {@code contact.evaluate.TrainingProteins}. */
  public static final String DATA_PROTEINS = "data.proteins";

  /** The training plan, as JSON. */
  public static final String PLAN = "plan";

  /** The seed of the training run. */
  public static final String SEED = "seed";

  /** Prefix of scores, such as {@code score.test.roc_auc}. */
  public static final String SCORE = "score.";

  /** Share of contacts among the cells on which the scores and the calibration were measured. */
  public static final String PREVALENCE = "prevalence";

  /** Slope of the calibration that makes probabilities of scores. */
  public static final String CALIBRATION_SLOPE = "calibration.slope";

  /** Intercept of the calibration. */
  public static final String CALIBRATION_INTERCEPT = "calibration.intercept";

  /** The score from which on a cell is called a contact where nobody says otherwise. */
  public static final String THRESHOLD = "threshold";

  /** The trained threshold of arXiv 2511.08648: see {@code ContactTask.unseenThreshold}. */
  public static final String PAPER_THRESHOLD = "paper.threshold";

  /** Licence of the weights. */
  public static final String LICENCE = "licence";

  private ModelCard() {}
}
