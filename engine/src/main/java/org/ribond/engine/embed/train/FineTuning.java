package org.ribond.engine.embed.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.embed.data.Transcript;
import org.ribond.engine.embed.model.EmbedModel;
import org.ribond.engine.embed.model.View;
import org.ribond.engine.embed.probe.Learner;
import org.ribond.engine.embed.probe.ProbeData;
import org.ribond.engine.embed.probe.Targets;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.ChainLearner;
import org.ribond.engine.network.ChainNetwork;
import org.ribond.engine.network.ChainTargets;
import org.ribond.engine.network.IsoClr;
import org.ribond.engine.network.Weights;
import org.ribond.engine.random.Draws;
import org.ribond.engine.random.RandomStream;
import org.ribond.engine.train.Schedule;

/**
 * An encoder with a linear layer on its vector, all of whose weights learn labels: squared errors
 * of standardised numbers, or cross-entropy of classes. It begins with the weights of a trained
 * encoder or with initial ones. How it learns is the same for both, and for any number of labels
 * but for how often each is seen; it needs no labels to stop by.
 */
public final class FineTuning implements Learner {
  /** Labels of a mini-batch. */
  private static final int BATCH = 32;

  private static final int EPOCHS = 20;

  /** Steps that are taken at least, however few labels there are. */
  private static final int LEAST_STEPS = 200;

  /** Bases that are seen at a time; of a longer transcript another part each time. */
  private static final int LONGEST = 1024;

  private static final Adam OPTIMISER = new Adam(1e-3f, 0.9f, 0.999f, 1e-8f, 0, 1e-2f);
  private static final float CLIP = 1;

  /** Share of the training in which the rate rises. */
  private static final double WARM_UP = 0.1;

  /** Transcripts of which the answers are asked at a time. */
  private static final int ASKED = 64;

  private final Backend backend;
  private final ProbeData data;
  private final int seed;
  private final ChainArchitecture architecture;
  private final Weights start;

  /**
   * An encoder that is to learn targets.
   *
   * @param backend remains the caller's
   * @param data transcripts and targets
   * @param encoder whose weights it begins with
   * @param seed of all that is random
   */
  public FineTuning(Backend backend, ProbeData data, EmbedModel encoder, int seed) {
    this(backend, data, encoder.architecture(), encoder.weights(), seed);
  }

  /** The same network, which begins with random weights, those of each draw their own. */
  public static FineTuning fromScratch(
      Backend backend, ProbeData data, EmbedModel encoder, int seed) {
    return new FineTuning(backend, data, encoder.architecture(), new Weights(List.of()), seed);
  }

  private FineTuning(
      Backend backend, ProbeData data, ChainArchitecture encoder, Weights start, int seed) {
    this.backend = backend;
    this.data = data;
    this.start = start;
    this.seed = seed;
    int outputs =
        switch (data.targets()) {
          case Targets.Numbers numbers -> 1;
          case Targets.Classes classes -> classes.names().size();
        };
    IsoClr family = (IsoClr) encoder.family();
    architecture =
        new ChainArchitecture(
            encoder.alphabet(), outputs, family.with(IsoClr.Top.LABEL, List.of()));
  }

  @Override
  public int columns() {
    return ((IsoClr) architecture.family()).vector();
  }

  @Override
  public float[] predict(int[] train, int[] test, int draw) {
    Scale scale = Scale.of(data.targets(), train);
    Weights initial = Weights.initial(architecture, seed, draw).with(start);
    try (ChainNetwork network =
            new ChainNetwork(backend, architecture, initial, Integer.MAX_VALUE);
        ChainLearner learner = new ChainLearner(network, OPTIMISER, seed, draw)) {
      learner.maskLetters(EmbedPlan.MASKED);
      train(learner, train, scale, draw);
      return answers(network, test, scale);
    }
  }

  private void train(ChainLearner learner, int[] train, Scale scale, int draw) {
    int batch = Math.min(BATCH, train.length);
    int perEpoch = train.length / batch;
    int epochs = Math.max(EPOCHS, (LEAST_STEPS + perEpoch - 1) / perEpoch);
    Schedule schedule = new Schedule.Cosine(WARM_UP * epochs);
    for (int epoch = 0; epoch < epochs; epoch++) {
      int[] order = train.clone();
      Draws.shuffle(order, epoch, seed, draw);
      Draws places = new Draws(RandomStream.VIEWS, epoch, seed, draw);
      for (int step = 0; step < perEpoch; step++) {
        int[] rows = Arrays.copyOfRange(order, step * batch, (step + 1) * batch);
        double rate = schedule.factor(epoch + (step + 0.5) / perEpoch, epochs);
        learner.step(
            View.readings(parts(rows, places)),
            targets(rows, scale),
            1f / batch,
            (float) rate,
            CLIP);
        // What was queued reads the letters of this mini-batch.
        backend.synchronize();
      }
    }
  }

  private List<View> parts(int[] rows, Draws places) {
    List<View> parts = new ArrayList<>();
    for (int row : rows) {
      Transcript transcript = data.transcripts().get(row);
      int length = Math.min(LONGEST, transcript.length());
      int start = (int) places.below(transcript.length() - length + 1L, row, 0);
      parts.add(new View(transcript, start, start + length));
    }
    return parts;
  }

  private List<View> whole(int[] rows) {
    return Arrays.stream(rows).mapToObj(row -> View.whole(data.transcripts().get(row))).toList();
  }

  private ChainTargets targets(int[] rows, Scale scale) {
    float[] weights = new float[rows.length];
    Arrays.fill(weights, 1);
    return switch (data.targets()) {
      case Targets.Numbers numbers -> {
        float[] values = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
          values[i] = (float) ((numbers.values()[rows[i]] - scale.mean) / scale.deviation);
        }
        yield new ChainTargets.Numbers(ChainTargets.Numbers.Loss.SQUARED_ERROR, 1, values, weights);
      }
      case Targets.Classes classes ->
          new ChainTargets.Classes(
              Arrays.stream(rows).map(row -> classes.labels()[row]).toArray(), weights);
    };
  }

  private float[] answers(ChainNetwork network, int[] test, Scale scale) {
    List<float[]> parts = new ArrayList<>();
    for (int from = 0; from < test.length; from += ASKED) {
      int[] rows = Arrays.copyOfRange(test, from, Math.min(test.length, from + ASKED));
      parts.add(
          switch (data.targets()) {
            case Targets.Numbers numbers -> {
              float[] said = network.outputs(View.readings(whole(rows)));
              for (int i = 0; i < said.length; i++) {
                said[i] = (float) (scale.mean + scale.deviation * said[i]);
              }
              yield said;
            }
            case Targets.Classes classes -> network.probabilities(View.readings(whole(rows)));
          });
    }
    int length = parts.stream().mapToInt(part -> part.length).sum();
    float[] all = new float[length];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /**
   * Mean and standard deviation of the numbers that are learned from; of classes 0 and 1.
   *
   * @param deviation above 0
   */
  private record Scale(double mean, double deviation) {
    static Scale of(Targets targets, int[] rows) {
      if (!(targets instanceof Targets.Numbers numbers)) {
        return new Scale(0, 1);
      }
      double mean =
          IntStream.of(rows).mapToDouble(row -> numbers.values()[row]).average().orElseThrow();
      double variance =
          IntStream.of(rows)
              .mapToDouble(row -> numbers.values()[row] - mean)
              .map(difference -> difference * difference)
              .average()
              .orElseThrow();
      return new Scale(mean, variance > 0 ? Math.sqrt(variance) : 1);
    }
  }
}
