package org.ribond.engine.label.predict;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.file.DataException;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.data.LabelRecord;
import org.ribond.engine.label.linear.LinearModel;
import org.ribond.engine.label.model.LabelModel;
import org.ribond.engine.label.model.ModelOutputs;
import org.ribond.engine.label.model.Strands;
import org.ribond.engine.metric.ClassCalibration;
import org.ribond.engine.model.Vote;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.ChainNetwork;
import org.ribond.engine.network.Readings;
import org.ribond.engine.network.Weights;
import org.ribond.engine.sequence.Alphabet;

/**
 * A model on a backend that labels sequences, some thousands of letters at a time: memory does not
 * grow with their number. Classes get the mean of the members' probabilities, over both strands
 * where the model reads both, calibrated where it has a calibration; numbers the mean. By another
 * vote each class gets what the members agree on for it, without calibration, in proportion so that
 * all are 1 together; numbers what they agree on for it.
 *
 * <p>What a sequence is given does not depend on the others. Not thread-safe: it is driven by the
 * one thread that drives its backend.
 */
public final class LabelPredictor implements AutoCloseable {
  /** Letters of the sequences that are labelled at a time, unless one alone has more. */
  private static final int CHUNK_LETTERS = 1 << 16;

  private static final int CHUNK_SEQUENCES = 2048;

  /** What a probability counts as at least before its logarithm is taken. */
  private static final double LEAST_PROBABILITY = 1e-30;

  private final LabelModel model;
  private final Vote vote;
  private final Optional<LinearModel> linear;
  private final Deque<ChainNetwork> networks = new ArrayDeque<>();

  /**
   * Puts a model on {@code backend}, which remains the caller's.
   *
   * @throws org.ribond.engine.compute.DeviceMemoryException if the device has not enough memory
   */
  public LabelPredictor(LabelModel model, Backend backend) {
    this(model, backend, Vote.MEAN);
  }

  /**
   * Puts a model on {@code backend}, which remains the caller's.
   *
   * @param vote how the members agree
   * @throws IllegalArgumentException if the vote asks for more members than there are
   * @throws org.ribond.engine.compute.DeviceMemoryException if the device has not enough memory
   */
  public LabelPredictor(LabelModel model, Backend backend, Vote vote) {
    vote.check(model.trained().members().size());
    this.model = model;
    this.vote = vote;
    linear = model.linear();
    if (linear.isPresent()) {
      return;
    }
    ChainArchitecture architecture = model.trained().chainArchitecture();
    try {
      for (Weights member : model.trained().members()) {
        networks.add(new ChainNetwork(backend, architecture, member));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The model. */
  public LabelModel model() {
    return model;
  }

  /** The networks of its members; none of a linear model. They remain the predictor's. */
  public List<ChainNetwork> networks() {
    return List.copyOf(networks);
  }

  /**
   * What the model gives for each of {@code sequences}.
   *
   * @param sequences letter codes of each, as {@link LabelData#codes} gives them
   * @return probabilities of the classes, or numbers: sequences x outputs, row-major
   * @throws IllegalArgumentException if one is empty
   */
  public float[] predict(List<byte[]> sequences) {
    for (int i = 0; i < sequences.size(); i++) {
      if (sequences.get(i).length == 0) {
        throw new IllegalArgumentException("sequence " + (i + 1) + " is empty");
      }
    }
    if (linear.isPresent()) {
      return predict(linear.get(), sequences);
    }
    return vote.equals(Vote.MEAN)
        ? finished(meanOutputs(sequences, networks), model.calibration())
        : finished(agreed(sequences), Optional.empty());
  }

  private static float[] predict(LinearModel linear, List<byte[]> sequences) {
    int outputs = linear.outputs();
    float[] predicted = new float[sequences.size() * outputs];
    for (int i = 0; i < sequences.size(); i++) {
      double[] values = linear.predict(sequences.get(i));
      for (int output = 0; output < outputs; output++) {
        predicted[i * outputs + output] = (float) values[output];
      }
    }
    return predicted;
  }

  /** What the members agree on by a vote that is not the mean. */
  private double[] agreed(List<byte[]> sequences) {
    List<double[]> each =
        networks.stream().map(network -> meanOutputs(sequences, List.of(network))).toList();
    double[] agreed = new double[each.getFirst().length];
    for (int i = 0; i < agreed.length; i++) {
      int place = i;
      agreed[i] = vote.of(each.stream().mapToDouble(values -> values[place]).toArray());
    }
    if (model.facts().outputs() instanceof ModelOutputs.Classes) {
      shareOut(agreed, model.facts().outputs().size());
    }
    return agreed;
  }

  /** Makes each row of {@code columns} values 1 together; a row of zeros is shared evenly. */
  private static void shareOut(double[] values, int columns) {
    for (int row = 0; row < values.length; row += columns) {
      double sum = 0;
      for (int i = 0; i < columns; i++) {
        sum += values[row + i];
      }
      for (int i = 0; i < columns; i++) {
        values[row + i] = sum > 0 ? values[row + i] / sum : 1.0 / columns;
      }
    }
  }

  /** Means of what members and strands give, before calibration and in standard units. */
  private double[] meanOutputs(List<byte[]> sequences, Collection<ChainNetwork> members) {
    boolean isClassifier = model.facts().outputs() instanceof ModelOutputs.Classes;
    boolean readsBoth = model.facts().strands() == Strands.BOTH;
    double[] means = new double[sequences.size() * model.facts().outputs().size()];
    int readings = readsBoth ? 2 : 1;
    for (int reading = 0; reading < readings; reading++) {
      boolean isReverse = reading == 1;
      Readings letters =
          Readings.of(
              sequences.stream().map(codes -> Strands.read(codes, isReverse)).toList(), isReverse);
      for (ChainNetwork network : members) {
        float[] values = isClassifier ? network.probabilities(letters) : network.outputs(letters);
        for (int i = 0; i < values.length; i++) {
          means[i] += values[i] / (double) (readings * members.size());
        }
      }
    }
    return means;
  }

  private float[] finished(double[] means, Optional<ClassCalibration> calibration) {
    int outputs = model.facts().outputs().size();
    float[] values = new float[means.length];
    switch (model.facts().outputs()) {
      case ModelOutputs.Classes classes -> {
        double[] scores = new double[outputs];
        for (int row = 0; row < means.length; row += outputs) {
          for (int i = 0; i < outputs; i++) {
            scores[i] = calibration.isPresent() ? logarithm(means[row + i]) : means[row + i];
          }
          double[] result =
              calibration.isPresent() ? calibration.get().probabilities(scores) : scores;
          for (int i = 0; i < outputs; i++) {
            values[row + i] = (float) Math.min(1, result[i]);
          }
        }
      }
      case ModelOutputs.Numbers numbers -> {
        for (int i = 0; i < means.length; i++) {
          values[i] = (float) numbers.number(i % outputs, means[i]);
        }
      }
    }
    return values;
  }

  /** The score of a class that an uncalibrated probability stands for. */
  public static double logarithm(double probability) {
    return Math.log(Math.max(probability, LEAST_PROBABILITY));
  }

  /**
   * Where a stretch of {@code data} that is labelled at a time had best end, from sequence {@code
   * from} on.
   */
  public static int chunkEnd(LabelData data, int from) {
    long letters = data.length(from);
    int to = from + 1;
    while (to < data.size()
        && to - from < CHUNK_SEQUENCES
        && letters + data.length(to) <= CHUNK_LETTERS) {
      letters += data.length(to++);
    }
    return to;
  }

  /**
   * What the model gives for sequences {@code from} to {@code to - 1} of a set.
   *
   * @throws DataException if the letters stand for something else than the model's
   */
  public float[] predict(LabelData data, int from, int to) {
    if (!model.facts().molecule().reads(data.molecule())) {
      throw new DataException(
          data.source()
              + ": its letters are "
              + data.molecule()
              + ", the model reads "
              + model.facts().molecule());
    }
    List<byte[]> sequences = new ArrayList<>();
    for (int i = from; i < to; i++) {
      sequences.add(data.codes(i));
    }
    return predict(sequences);
  }

  /**
   * The same for all sequences of a set.
   *
   * @param progress is told how many sequences have been labelled
   */
  public float[] predict(LabelData data, LongConsumer progress) {
    float[] all = new float[Math.multiplyExact(data.size(), model.facts().outputs().size())];
    int from = 0;
    while (from < data.size()) {
      int to = chunkEnd(data, from);
      float[] values = predict(data, from, to);
      System.arraycopy(values, 0, all, from * model.facts().outputs().size(), values.length);
      from = to;
      progress.accept(from);
    }
    return all;
  }

  /**
   * Labels a stream of sequences, in their order.
   *
   * @param records such as {@link org.ribond.engine.label.data.LabelRecords} with the model's
   *     {@link LabelModel#options}
   * @param sink is given each sequence with its values, some at a time
   * @throws DataException if a letter is none of the model's, or a record has none; those of the
   *     chunks before have been given out
   */
  public void predict(Iterator<LabelRecord> records, Consumer<LabelPrediction> sink) {
    List<LabelRecord> chunk = new ArrayList<>();
    List<byte[]> sequences = new ArrayList<>();
    long letters = 0;
    while (records.hasNext()) {
      LabelRecord record = records.next();
      chunk.add(record);
      sequences.add(codes(record));
      letters += record.letters().length();
      if (letters >= CHUNK_LETTERS || chunk.size() == CHUNK_SEQUENCES) {
        emit(chunk, sequences, sink);
        chunk.clear();
        sequences.clear();
        letters = 0;
      }
    }
    emit(chunk, sequences, sink);
  }

  private void emit(
      List<LabelRecord> chunk, List<byte[]> sequences, Consumer<LabelPrediction> sink) {
    int outputs = model.facts().outputs().size();
    float[] values = predict(sequences);
    for (int i = 0; i < chunk.size(); i++) {
      float[] own = new float[outputs];
      System.arraycopy(values, i * outputs, own, 0, outputs);
      sink.accept(new LabelPrediction(chunk.get(i), own));
    }
  }

  /**
   * Letter codes of a record.
   *
   * @throws DataException if a letter is none of the model's, or there is none
   */
  public byte[] codes(LabelRecord record) {
    Alphabet alphabet = model.facts().molecule().alphabet();
    String letters = record.letters();
    if (letters.isEmpty()) {
      throw new DataException(
          "line " + record.line() + ": record '" + record.name() + "' has no letters");
    }
    byte[] codes = new byte[letters.length()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) alphabet.code(letters.charAt(i));
      if (codes[i] < 0) {
        throw new DataException(
            "line %d: record '%s', position %d: '%s' is no letter of the model's, which are %s"
                .formatted(
                    record.line(), record.name(), i + 1, letters.charAt(i), alphabet.letters()));
      }
    }
    return codes;
  }

  /** Gives the memory back. Closing twice is harmless. */
  @Override
  public void close() {
    networks.forEach(ChainNetwork::close);
  }
}
