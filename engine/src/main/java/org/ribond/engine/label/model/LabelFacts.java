package org.ribond.engine.label.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.ribond.engine.file.DataException;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.data.Molecule;
import org.ribond.engine.model.ModelCard;

/**
 * What is to be known of a model that labels sequences besides its weights. On its card: {@code
 * task}, {@code molecule}, {@code letters.sequence}, {@code strands}, {@code length.shortest} and
 * {@code length.longest} of the training sequences, {@code target} with {@code class.0}, {@code
 * class.1}, ... or with {@code column.0}, {@code column.0.mean}, {@code column.0.deviation}, ...
 *
 * @param molecule what its letters stand for
 * @param strands what it reads of a sequence
 * @param outputs what it gives
 * @param shortest letters of the shortest sequence in training
 * @param longest letters of the longest one
 */
public record LabelFacts(
    Molecule molecule, Strands strands, ModelOutputs outputs, int shortest, int longest) {
  /** The {@code task} on the card. */
  public static final String TASK = "label";

  private static final String LETTERS = ModelCard.LETTERS + "sequence";
  private static final String MOLECULE = "molecule";
  private static final String STRANDS = "strands";
  private static final String TARGET = "target";
  private static final String CLASS = "class";
  private static final String NUMBER = "number";
  private static final String COLUMN = "column";
  private static final String MEAN = ".mean";
  private static final String DEVIATION = ".deviation";
  private static final String SHORTEST = "length.shortest";
  private static final String LONGEST = "length.longest";

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if they do not fit one another
   */
  public LabelFacts {
    strands.check(molecule);
    if (shortest < 0 || longest < shortest) {
      throw new IllegalArgumentException("lengths from " + shortest + " to " + longest);
    }
  }

  /**
   * What a model that learns from {@code training} is to be.
   *
   * @throws IllegalArgumentException if there is nothing to learn from, or no such strand
   */
  public static LabelFacts of(LabelData training, Strands strands) {
    if (training.size() == 0) {
      throw new IllegalArgumentException(training.source() + ": no sequence to train on");
    }
    int shortest = Integer.MAX_VALUE;
    for (int i = 0; i < training.size(); i++) {
      shortest = Math.min(shortest, training.length(i));
    }
    return new LabelFacts(
        training.molecule(),
        strands,
        ModelOutputs.of(training.targets()),
        shortest,
        training.longest());
  }

  /** The entries of the card. */
  public SequencedMap<String, String> entries() {
    SequencedMap<String, String> card = new LinkedHashMap<>();
    card.put(ModelCard.TASK, TASK);
    card.put(LETTERS, molecule.alphabet().letters());
    card.put(MOLECULE, molecule.name().toLowerCase(Locale.ROOT));
    card.put(STRANDS, strands.label());
    card.put(SHORTEST, String.valueOf(shortest));
    card.put(LONGEST, String.valueOf(longest));
    switch (outputs) {
      case ModelOutputs.Classes classes -> {
        card.put(TARGET, CLASS);
        for (int i = 0; i < classes.size(); i++) {
          card.put(CLASS + "." + i, classes.names().get(i));
        }
      }
      case ModelOutputs.Numbers numbers -> {
        card.put(TARGET, NUMBER);
        for (int i = 0; i < numbers.size(); i++) {
          String key = COLUMN + "." + i;
          card.put(key, numbers.names().get(i));
          card.put(key + MEAN, String.valueOf(numbers.means().get(i)));
          card.put(key + DEVIATION, String.valueOf(numbers.deviations().get(i)));
        }
      }
    }
    return card;
  }

  /**
   * Reads a card.
   *
   * @param outputs number of the model's outputs
   * @throws DataException if something is missing or out of range
   */
  static LabelFacts read(Map<String, String> card, int outputs) {
    try {
      Molecule molecule = named(card, MOLECULE, Molecule.values());
      if (!molecule.alphabet().letters().equals(text(card, LETTERS))) {
        throw new IllegalArgumentException(
            "its letters are '" + text(card, LETTERS) + "', which this Ribond does not know");
      }
      return new LabelFacts(
          molecule,
          named(card, STRANDS, Strands.values()),
          outputs(card, outputs),
          Integer.parseInt(text(card, SHORTEST)),
          Integer.parseInt(text(card, LONGEST)));
    } catch (IllegalArgumentException e) {
      throw new DataException("the model's card is damaged: " + e.getMessage(), e);
    }
  }

  private static ModelOutputs outputs(Map<String, String> card, int count) {
    List<String> names = new ArrayList<>();
    return switch (text(card, TARGET)) {
      case CLASS -> {
        if (count < 2) {
          throw new IllegalArgumentException("it has one class alone");
        }
        for (int i = 0; i < count; i++) {
          names.add(text(card, CLASS + "." + i));
        }
        yield new ModelOutputs.Classes(names);
      }
      case NUMBER -> {
        List<Double> means = new ArrayList<>();
        List<Double> deviations = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          String key = COLUMN + "." + i;
          names.add(text(card, key));
          means.add(Double.valueOf(text(card, key + MEAN)));
          deviations.add(Double.valueOf(text(card, key + DEVIATION)));
        }
        yield new ModelOutputs.Numbers(names, means, deviations);
      }
      default -> throw new IllegalArgumentException("its target is '" + text(card, TARGET) + "'");
    };
  }

  private static <T extends Enum<T>> T named(Map<String, String> card, String key, T[] values) {
    String text = text(card, key);
    for (T value : values) {
      if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
        return value;
      }
    }
    throw new IllegalArgumentException("its " + key + " is '" + text + "'");
  }

  private static String text(Map<String, String> card, String key) {
    String value = card.get(key);
    if (value == null) {
      throw new IllegalArgumentException("its '" + key + "' is missing");
    }
    return value;
  }
}
