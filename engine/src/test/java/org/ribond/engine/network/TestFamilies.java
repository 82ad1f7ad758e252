package org.ribond.engine.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Recurrence.Cell;

/** Small networks on whole sequences, and sequences, for tests. */
final class TestFamilies {
  static final int ALPHABET = 4;

  /** Numbers that the network fold of {@link #pairs} reads for each pair. */
  static final int GIVEN = 3;

  private TestFamilies() {}

  /** Networks that have every kind of layer, by name. */
  static Map<String, Family> all(float dropout) {
    RecurrentLayers lstm = lstm(3, 4);
    RecurrentLayers both = new RecurrentLayers(Cell.LSTM, true, List.of(3));
    RecurrentLayers gru = new RecurrentLayers(Cell.GRU, true, List.of(2, 3));
    Map<String, Family> all = new LinkedHashMap<>();
    all.put("conv-lstm", new ConvLstm(2, 3, List.of(5, 4), 3, 2, lstm, 3, dropout, dropout));
    all.put("conv-gru", new ConvLstm(1, 1, List.of(4), 3, 3, gru, 0, 0, dropout));
    all.put("lstm", new Lstm(3, 3, lstm, 4, dropout, dropout));
    all.put("gru", new Lstm(1, 1, gru, 0, 0, 0));
    all.put("conv", new Conv(2, 1, List.of(5, 6, 4), 3, 2, 5, dropout, dropout));
    all.put("deepram", new DeepRam(4, 5, 3, both, 3, dropout));
    all.put("deepram-max", new DeepRam(4, 3, 2, RecurrentLayers.NONE, 0, dropout));
    all.put("dilated", dilated(Normalisation.COLUMNS, Activation.GELU, Gate.LINEAR, dropout));
    all.put("dilated-rows", dilated(Normalisation.ROWS, Activation.RELU, Gate.TANH, dropout));
    all.put("dilated-plain", dilated(Normalisation.NONE, Activation.SILU, Gate.NONE, 0));
    all.put(
        "dilated-small",
        new Dilated(
            new Dilated.Stem(1, List.of(3), 4, 1, 6, false),
            new Dilated.Blocks(
                4, 3, List.of(1), Gate.LINEAR, Normalisation.ROWS, Activation.LEAKY_RELU),
            new Dilated.Head(true, false, RecurrentLayers.NONE, false, 0, 0, 0, 0, false, 0),
            Dilated.Rates.NONE));
    return all;
  }

  /** A small encoder of transcripts. */
  static IsoClr encoder(IsoClr.Top top, float dropout) {
    List<Integer> head = top == IsoClr.Top.HEAD ? List.of(5) : List.of();
    return new IsoClr(
        3, 2, 2, List.of(3, 4), List.of(1, 2), List.of(1, 2), 2, 2, dropout, top, head);
  }

  /** A small network along chains, which reads {@link #GIVEN} numbers of each letter. */
  static Tower tower(float dropout) {
    return new Tower(3, GIVEN, 4, 3, List.of(1, 2), dropout);
  }

  /** The same sequences with random numbers for each letter. */
  static Readings numbered(List<int[]> sequences, Random random) {
    List<float[]> numbers = new ArrayList<>();
    for (int[] sequence : sequences) {
      numbers.add(floats(sequence.length * GIVEN, -0.5f, random));
    }
    return Readings.numbered(sequences, numbers);
  }

  /** Random targets for so many letters, of which some are missing. */
  static ChainTargets.Sites sites(int letters, Random random) {
    float[] targets = floats(2 * letters, 0, random);
    float[] weights = floats(2 * letters, 0.25f, random);
    float[] offsets = floats(2 * letters, -0.5f, random);
    for (int i = 0; i < letters; i++) {
      weights[2 * i] = 0;
    }
    weights[3] = 0;
    targets[2] = 0;
    offsets[2] = -1e9f;
    return new ChainTargets.Sites(targets, weights, offsets);
  }

  /** The same sequences with marks at some of their letters. */
  static Readings marked(List<int[]> sequences, Random random) {
    List<byte[]> marks = new ArrayList<>();
    for (int[] sequence : sequences) {
      byte[] own = new byte[sequence.length];
      for (int i = 0; i < own.length; i++) {
        own[i] = (byte) random.nextInt(4);
      }
      marks.add(own);
    }
    return Readings.marked(sequences, marks);
  }

  /** Networks on pairs of letters that have every kind of layer, by name. */
  static Map<String, PairFamily> pairs(float dropout) {
    Map<String, PairFamily> all = new LinkedHashMap<>();
    all.put(
        "fold",
        new Fold(
            new Fold.Trunk(6, 3, List.of(1, 2), 2, dropout),
            new Fold.PairMap(4, List.of(1, 2), 1, 2, dropout),
            GIVEN,
            2));
    all.put(
        "fold-plain",
        new Fold(
            new Fold.Trunk(3, 3, List.of(1), 0, 0),
            new Fold.PairMap(3, List.of(1), 0, 1, dropout),
            0,
            1));
    all.put("rnaformer", new RnaFormer(4, 1, 2, 5, 3, dropout));
    return all;
  }

  /** Random numbers for each pair of letters, as many as {@code family} reads. */
  static Readings pairs(PairFamily family, List<int[]> sequences, Random random) {
    if (family.given() == 0) {
      return Readings.forward(sequences);
    }
    List<float[]> cells = new ArrayList<>();
    for (int[] sequence : sequences) {
      float[] numbers = new float[sequence.length * sequence.length * family.given()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = random.nextFloat() - 0.5f;
      }
      cells.add(numbers);
    }
    return Readings.pairs(sequences, cells);
  }

  static RecurrentLayers lstm(Integer... units) {
    return new RecurrentLayers(Cell.LSTM, false, List.of(units));
  }

  /** One with every part of the head. */
  static Dilated dilated(
      Normalisation normalisation, Activation activation, Gate gate, float dropout) {
    return new Dilated(
        new Dilated.Stem(1, List.of(3, 5), 5, 2, 5, true),
        new Dilated.Blocks(4, 3, List.of(1, 2), gate, normalisation, activation),
        new Dilated.Head(
            true,
            true,
            new RecurrentLayers(Cell.GRU, true, List.of(2)),
            true,
            3,
            2,
            2,
            3,
            normalisation == Normalisation.COLUMNS,
            5),
        new Dilated.Rates(dropout, dropout, dropout, dropout));
  }

  /** Random sequences of unequal lengths, unknown letters among them. */
  static List<int[]> sequences(Random random, int... lengths) {
    List<int[]> sequences = new ArrayList<>();
    for (int length : lengths) {
      sequences.add(random.ints(length, -1, ALPHABET).toArray());
    }
    return sequences;
  }

  /** Sequences of which every other one is read in reverse. */
  static Readings readings(List<int[]> sequences) {
    boolean[] isReverse = new boolean[sequences.size()];
    for (int i = 1; i < isReverse.length; i += 2) {
      isReverse[i] = true;
    }
    return new Readings(sequences, isReverse);
  }

  /** Random weights within one half, but gains about 1 and running variances above 0. */
  static Weights randomWeights(ChainArchitecture architecture, Random random) {
    Weights weights = Weights.zeros(architecture);
    for (Tensor tensor : weights.tensors()) {
      float offset = tensor.name().endsWith("gain") || tensor.name().endsWith("moments") ? 1 : 0;
      for (int i = 0; i < tensor.values().length; i++) {
        tensor.values()[i] = offset + random.nextFloat() - 0.5f;
      }
    }
    return weights;
  }

  /** Random classes with weights. */
  static ChainTargets.Classes classes(int count, int outputs, Random random) {
    return new ChainTargets.Classes(
        random.ints(count, 0, outputs).toArray(), floats(count, 0.25f, random));
  }

  /** Random numbers in (0, 1), of which some are missing. */
  static ChainTargets.Numbers numbers(
      ChainTargets.Numbers.Loss loss, int count, int outputs, Random random) {
    float[] weights = floats(count * outputs, 0.25f, random);
    weights[1] = 0;
    return new ChainTargets.Numbers(loss, outputs, floats(count * outputs, 0, random), weights);
  }

  private static float[] floats(int count, float least, Random random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = least + random.nextFloat();
    }
    return values;
  }
}
