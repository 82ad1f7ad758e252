package org.ribond.engine.embed.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.Backends;
import org.ribond.engine.embed.data.Transcript;
import org.ribond.engine.embed.model.EmbedModel;
import org.ribond.engine.embed.probe.FeatureTable;
import org.ribond.engine.embed.probe.ProbeData;
import org.ribond.engine.embed.probe.Targets;
import org.ribond.engine.metric.NumberEvaluation;
import org.ribond.engine.model.ModelCard;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.IsoClr;
import org.ribond.engine.network.Weights;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

class FineTuningTest {
  private static final int TRAINED = 120;
  private static final int ALL = 160;
  private static final IsoClr FAMILY =
      new IsoClr(
          3, 1, 2, List.of(6), List.of(1), List.of(1), 3, 0, 0.1f, IsoClr.Top.VECTOR, List.of());

  private final List<Transcript> transcripts = new ArrayList<>();
  private final float[] shares = new float[ALL];

  FineTuningTest() {
    Random random = new Random(5);
    for (int i = 0; i < ALL; i++) {
      double share = random.nextDouble();
      StringBuilder letters = new StringBuilder();
      for (int site = 0; site < 60; site++) {
        boolean isG = random.nextDouble() < share;
        letters.append(isG ? 'G' : "ACU".charAt(random.nextInt(3)));
        shares[i] += isG ? 1f / 60 : 0;
      }
      transcripts.add(
          new Transcript(
              new Sequence("t" + i, Alphabet.RNA, letters.toString()),
              Optional.empty(),
              List.of(),
              Optional.empty()));
    }
  }

  private ProbeData data(Targets targets) {
    BitSet tested = new BitSet();
    tested.set(TRAINED, ALL);
    return new ProbeData(
        transcripts,
        targets,
        IntStream.range(0, ALL).toArray(),
        tested,
        FeatureTable.of("x", List.of()),
        0,
        0);
  }

  private static EmbedModel encoder() {
    ChainArchitecture architecture =
        new ChainArchitecture(Alphabet.RNA.size(), FAMILY.vector(), FAMILY);
    LinkedHashMap<String, String> card = new LinkedHashMap<>();
    card.put(ModelCard.TASK, EmbedModel.TASK);
    return EmbedModel.of(
        "test", new TrainedModel(architecture, List.of(Weights.initial(architecture, 1, 0)), card));
  }

  private float[] predicted(Targets targets, int threads) {
    try (Backend backend = Backends.open("vector", new BackendOptions(0, threads), message -> {})) {
      return new FineTuning(backend, data(targets), encoder(), 1)
          .predict(
              IntStream.range(0, TRAINED).toArray(), IntStream.range(TRAINED, ALL).toArray(), 0);
    }
  }

  @Test
  void predict_numbers_learnsThemInTheirUnits() {
    float[] scaled = shares.clone();
    for (int i = 0; i < ALL; i++) {
      scaled[i] = 100 + 10 * shares[i];
    }

    float[] said = predicted(new Targets.Numbers(scaled), 2);

    float[] measured = Arrays.copyOfRange(scaled, TRAINED, ALL);
    double r2 = new NumberEvaluation(said, measured).scores().r2();
    assertTrue(r2 > 0.8, "R2 " + r2);
  }

  @Test
  void predict_classes_areProbabilities() {
    int[] labels = new int[ALL];
    for (int i = 0; i < ALL; i++) {
      labels[i] = shares[i] > 0.5 ? 1 : 0;
    }

    float[] said = predicted(new Targets.Classes(List.of("low", "high"), labels), 1);

    int right = 0;
    for (int i = 0; i < ALL - TRAINED; i++) {
      assertEquals(1, said[2 * i] + said[2 * i + 1], 1e-5);
      right += (said[2 * i + 1] > 0.5 ? 1 : 0) == labels[TRAINED + i] ? 1 : 0;
    }
    assertTrue(right >= 36, right + " of 40");
  }

  @Test
  void predict_onAnyThreads_isTheSame() {
    Targets targets = new Targets.Numbers(shares);

    assertArrayEquals(predicted(targets, 1), predicted(targets, 2));
  }
}
