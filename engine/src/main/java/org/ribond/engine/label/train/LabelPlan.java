package org.ribond.engine.label.train;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.data.Targets;
import org.ribond.engine.label.model.Strands;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.Family;
import org.ribond.engine.train.TaskPlan;
import org.ribond.engine.train.TrainingPlan;

/**
 * The part of a training plan that is about labels of sequences.
 *
 * @param architecture of each member; an output for each class, or column of numbers
 * @param target whether these are classes or numbers
 * @param strands which strands are read
 * @param maskedLetters probability that a letter becomes unknown in training, 0 up to but not
 *     including 1
 * @param labelSmoothing share of a class's target that is spread over all classes, likewise; 0 for
 *     numbers
 * @param validScore what an epoch is judged by
 */
public record LabelPlan(
    ChainArchitecture architecture,
    Target target,
    Strands strands,
    float maskedLetters,
    float labelSmoothing,
    ValidScore validScore)
    implements TaskPlan {
  /** What is learned. */
  public enum Target {
    /** Classes, by softmax cross-entropy. */
    CLASS("class"),
    /** Numbers in standard units, by squared error. */
    NUMBER("number");

    private final String label;

    Target(String label) {
      this.label = label;
    }

    /** The name in files and on command lines. */
    public String label() {
      return label;
    }

    /** What is to be learned of {@code targets}. */
    public static Target of(Targets targets) {
      return targets instanceof Targets.Classes ? CLASS : NUMBER;
    }
  }

  /**
   * Checks that the parts fit together.
   *
   * @throws IllegalArgumentException if they do not
   */
  public LabelPlan {
    rate("masked letters", maskedLetters);
    rate("label smoothing", labelSmoothing);
    if (target == Target.NUMBER && labelSmoothing > 0) {
      throw new IllegalArgumentException("label smoothing is for classes, not numbers");
    }
    if (target == Target.NUMBER && validScore != ValidScore.LOSS) {
      throw new IllegalArgumentException(
          "numbers are judged by their loss, not by " + validScore.label());
    }
    if (target == Target.CLASS && architecture.outputs() < 2) {
      throw new IllegalArgumentException("one class alone is nothing to learn");
    }
    if (architecture.parameters() > TrainingPlan.MOST_WEIGHTS) {
      throw new IllegalArgumentException(
          "a network of "
              + architecture.parameters()
              + " weights, more than "
              + TrainingPlan.MOST_WEIGHTS);
    }
  }

  private static void rate(String name, float rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(name + " " + rate + " is not in [0, 1)");
    }
  }

  /** A network of {@code family} for a set, without masks and smoothing, judged by its loss. */
  public static LabelPlan of(LabelData data, Family family, Strands strands) {
    ChainArchitecture architecture =
        new ChainArchitecture(data.alphabet().size(), data.targets().outputs(), family);
    return new LabelPlan(architecture, Target.of(data.targets()), strands, 0, 0, ValidScore.LOSS);
  }

  @Override
  public SequencedMap<String, Object> entries() {
    SequencedMap<String, Object> entries = new LinkedHashMap<>();
    entries.put("target", target.label());
    entries.put("family", architecture.family().name());
    architecture
        .family()
        .entries()
        .forEach((name, value) -> entries.put(name.replace('_', '-'), value));
    entries.put("strands", strands.label());
    entries.put("mask-letters", maskedLetters);
    entries.put("label-smoothing", labelSmoothing);
    return entries;
  }

  @Override
  public SequencedMap<String, Object> validationEntries() {
    SequencedMap<String, Object> entries = new LinkedHashMap<>();
    entries.put("valid-score", validScore.label());
    return entries;
  }
}
