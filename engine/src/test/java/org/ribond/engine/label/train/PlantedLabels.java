package org.ribond.engine.label.train;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.data.LabelFiles;
import org.ribond.engine.label.data.LabelOptions;
import org.ribond.engine.label.data.Molecule;
import org.ribond.engine.label.model.Strands;
import org.ribond.engine.model.ModelFile;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.Conv;
import org.ribond.engine.network.Dilated;
import org.ribond.engine.network.Family;
import org.ribond.engine.network.Gate;
import org.ribond.engine.network.Normalisation;
import org.ribond.engine.network.RecurrentLayers;
import org.ribond.engine.train.Learning;
import org.ribond.engine.train.TrainingOutcome.Completed;
import org.ribond.engine.train.TrainingPlan;

/** Sequences that follow a rule: what counts is how often they have a motif. */
public final class PlantedLabels {
  /** The motif. */
  public static final String MOTIF = "TGACTC";

  /** A small convolutional network. */
  public static final Family CONV = new Conv(1, 1, List.of(12, 12), 7, 3, 0, 0, 0.1f);

  /** A small one of the default's kind, with every part that it has. */
  public static final Family DILATED =
      new Dilated(
          new Dilated.Stem(1, List.of(7), 8, 2, 9, true),
          new Dilated.Blocks(
              8, 3, List.of(1, 2), Gate.LINEAR, Normalisation.COLUMNS, Activation.GELU),
          new Dilated.Head(true, true, RecurrentLayers.NONE, false, 0, 0, 3, 4, true, 8),
          new Dilated.Rates(0.1f, 0.1f, 0.2f, 0.3f));

  private PlantedLabels() {}

  /** Sequences of two classes: {@code with} the motif and {@code without}. */
  public static LabelData classes(int count, long seed) {
    return read("label", count, seed, LabelOptions.Target.CLASS);
  }

  /**
   * Sequences whose number {@code copies} is 10 plus 5 for each copy of the motif, and whose number
   * {@code rare} is missing in two of three.
   */
  public static LabelData numbers(int count, long seed) {
    return read("copies\trare", count, seed, LabelOptions.Target.NUMBER);
  }

  private static LabelData read(String columns, int count, long seed, LabelOptions.Target target) {
    Random random = new Random(seed);
    StringBuilder table = new StringBuilder("id\tsequence\t" + columns + "\n");
    for (int i = 0; i < count; i++) {
      int copies = target == LabelOptions.Target.CLASS ? i % 2 : i % 3;
      table.append("s").append(i).append('\t').append(letters(copies, random)).append('\t');
      table.append(
          target == LabelOptions.Target.CLASS
              ? copies == 1 ? "with" : "without"
              : (10 + 5 * copies) + "\t" + (i % 3 == 0 ? String.valueOf(100 - copies) : "NA"));
      table.append('\n');
    }
    LabelOptions options = LabelOptions.DEFAULT.with(target).with(Molecule.DNA);
    return LabelFiles.read(
        "planted",
        new ByteArrayInputStream(table.toString().getBytes(StandardCharsets.UTF_8)),
        target == LabelOptions.Target.CLASS
            ? options
            : options.withLabelColumns(List.of("copies", "rare")));
  }

  private static String letters(int copies, Random random) {
    StringBuilder letters = new StringBuilder();
    int length = 30 + random.nextInt(25);
    while (letters.length() < length) {
      letters.append("ACGT".charAt(random.nextInt(4)));
      if (letters.length() >= MOTIF.length()
          && letters.substring(letters.length() - MOTIF.length()).equals(MOTIF)) {
        letters.setLength(letters.length() - 1);
      }
    }
    for (int copy = 0; copy < copies; copy++) {
      int at = 10 * copy + random.nextInt(9 - MOTIF.length());
      letters.replace(at, at + MOTIF.length(), MOTIF);
    }
    return letters.toString();
  }

  /** A plan for the small network. */
  public static TrainingPlan<LabelPlan> plan(
      LabelData data, Strands strands, int epochs, int members) {
    return plan(data, CONV, strands, epochs, members);
  }

  /** The same for a network of {@code family}. */
  public static TrainingPlan<LabelPlan> plan(
      LabelData data, Family family, Strands strands, int epochs, int members) {
    LabelPlan plain = LabelPlan.of(data, family, strands);
    LabelPlan task =
        new LabelPlan(
            plain.architecture(),
            plain.target(),
            strands,
            0.02f,
            plain.target() == LabelPlan.Target.CLASS ? 0.02f : 0,
            ValidScore.LOSS);
    return new TrainingPlan<>(task, Learning.of(Adam.of(0.01f)), epochs, 32, members, 0, 5);
  }

  /** The model of a completed run. */
  public static TrainedModel model(LabelTask task, Completed run, Backend backend) {
    return task.model(run.members(), new LinkedHashMap<>(), backend, done -> {});
  }

  /** The bytes of a model's file. */
  public static byte[] bytes(TrainedModel model) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ModelFile.encode(model).writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The task with its validation. */
  public static LabelTask task(TrainingPlan<LabelPlan> plan, LabelData training, LabelData valid) {
    return new LabelTask(plan, training, Optional.of(valid));
  }
}
