package org.ribond.bench.peer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.Backends;
import org.ribond.engine.embed.data.Span;
import org.ribond.engine.embed.data.Transcript;
import org.ribond.engine.embed.model.EmbedModel;
import org.ribond.engine.embed.model.View;
import org.ribond.engine.embed.predict.TranscriptEncoder;
import org.ribond.engine.embed.train.EmbedPlan;
import org.ribond.engine.model.ModelCard;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.ChainLearner;
import org.ribond.engine.network.ChainNetwork;
import org.ribond.engine.network.ChainTargets;
import org.ribond.engine.network.IsoClr;
import org.ribond.engine.network.Readings;
import org.ribond.engine.network.Weights;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

/**
 * Pretraining and vectors of the default encoder of transcripts beside PyTorch's. Both sides take
 * the same views of one length, ready on the host here and on the device there; dropout and masks
 * are left out on both.
 */
final class EmbedDuels {
  private static final int PAIRS = 128;
  private static final int VIEW = 512;
  private static final int TRANSCRIPTS = 32;
  private static final int LENGTH = 2048;

  /**
   * Sums of some hundred thousand terms in another order, and a loss that multiplies what differs
   * by ten: relative to numbers of about 1.
   */
  private static final double TOLERANCE = 2e-3;

  private final Backend backend;
  private final int threads;
  private final String part;

  EmbedDuels(Backend backend, int threads, String part) {
    this.backend = backend;
    this.threads = threads;
    this.part = part;
  }

  void run(Scoreboard board) {
    pretrain(board);
    embed(board);
  }

  private static IsoClr encoder(IsoClr.Top top, List<Integer> head) {
    IsoClr usual = EmbedPlan.FAMILY;
    return new IsoClr(
        usual.stem(),
        usual.stemPool(),
        usual.pool(),
        usual.widths(),
        usual.blocks(),
        usual.dilations(),
        usual.taps(),
        1,
        0,
        top,
        head);
  }

  /** Two views of each group that share nine bases of ten. */
  private static Readings readings(int count, int length) {
    Random random = new Random(1);
    List<int[]> letters = new ArrayList<>();
    List<byte[]> marks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] own = random.ints(length, 0, 4).toArray();
      if (i >= count / 2) {
        own = letters.get(i - count / 2).clone();
        for (int change = 0; change < length / 10; change++) {
          own[random.nextInt(length)] = random.nextInt(4);
        }
      }
      byte[] codons = new byte[length];
      for (int site = 0; site < length; site += 3) {
        codons[site] = Readings.CODON;
      }
      letters.add(own);
      marks.add(codons);
    }
    return Readings.marked(letters, marks);
  }

  private void pretrain(Scoreboard board) {
    String work = "embed, pairs of %d bases".formatted(VIEW);
    if (!work.contains(part)) {
      return;
    }
    IsoClr encoder = encoder(IsoClr.Top.HEAD, EmbedPlan.FAMILY.head());
    ChainArchitecture architecture = EmbedPlan.architecture(encoder, EmbedPlan.PROJECTED);
    Weights initial = Weights.initial(architecture, 1, 0);
    Readings readings = readings(2 * PAIRS, VIEW);
    float[] weights = new float[PAIRS];
    Arrays.fill(weights, 1);
    ChainTargets targets = new ChainTargets.Pairs(EmbedPlan.CONTRAST, weights);
    float scale = 0.5f / PAIRS;
    try (ChainNetwork network =
            new ChainNetwork(backend, architecture, initial, Integer.MAX_VALUE);
        ChainLearner learner = new ChainLearner(network, Adam.of(1e-3f), 1, 0);
        TorchEncoder torch = new TorchEncoder(encoder, initial, EmbedPlan.CONTRAST.temperature())) {
      torch.load(readings);
      for (int step = 0; step < 2; step++) {
        learner.step(readings, targets, scale);
        float[] ours = {learner.takeLossSum()};
        TorchTrials.check(work, ours, new float[] {torch.step()}, TOLERANCE);
      }
      TorchTrials.takeFastestThreads(threads, torch::step);
      board.time(
          new Duel(
              work + ": pretraining",
              "pairs/s",
              PAIRS,
              () -> {
                learner.step(readings, targets, scale);
                backend.synchronize();
              },
              torch::step));
    }
  }

  private void embed(Scoreboard board) {
    String work = "embed, transcripts of %,d bases".formatted(LENGTH);
    if (!work.contains(part)) {
      return;
    }
    IsoClr family = encoder(IsoClr.Top.VECTOR, List.of());
    ChainArchitecture architecture = new ChainArchitecture(4, family.vector(), family);
    Weights weights = afterAStep(architecture);
    EmbedModel model =
        new EmbedModel(
            new TrainedModel(
                architecture, List.of(weights), Map.of(ModelCard.TASK, EmbedModel.TASK)));
    List<Transcript> transcripts = transcripts();
    List<Backend> backends =
        Stream.generate(() -> Backends.open("vector", new BackendOptions(0, 1), message -> {}))
            .limit(threads)
            .toList();
    try (TranscriptEncoder ours = new TranscriptEncoder(backends, model);
        TorchEncoder torch = new TorchEncoder(family, weights, 1)) {
      torch.load(View.readings(transcripts.stream().map(View::whole).toList()));
      float[] vectors = joined(ours.vectors(transcripts));
      TorchTrials.check(work, vectors, torch.predict(), TOLERANCE);
      TorchTrials.takeFastestThreads(threads, torch::predict);
      board.time(
          new Duel(
              work + ": vectors",
              "bases/s",
              TRANSCRIPTS * LENGTH,
              () -> ours.vectors(transcripts),
              torch::predict));
    } finally {
      backends.forEach(Backend::close);
    }
  }

  /** Weights with running moments that are not those of the beginning. */
  private Weights afterAStep(ChainArchitecture architecture) {
    Weights initial = Weights.initial(architecture, 1, 0);
    float[] ones = {1, 1, 1, 1};
    try (ChainNetwork network = new ChainNetwork(backend, architecture, initial);
        ChainLearner learner = new ChainLearner(network, Adam.of(1e-3f), 1, 0)) {
      learner.step(
          readings(2 * ones.length, VIEW), new ChainTargets.Pairs(EmbedPlan.CONTRAST, ones), 0.1f);
      return network.weights();
    }
  }

  private static List<Transcript> transcripts() {
    Random random = new Random(1);
    List<Transcript> transcripts = new ArrayList<>();
    for (int i = 0; i < TRANSCRIPTS; i++) {
      StringBuilder letters = new StringBuilder();
      random
          .ints(LENGTH, 0, 4)
          .forEach(code -> letters.append(Alphabet.RNA.letters().charAt(code)));
      transcripts.add(
          new Transcript(
              new Sequence("t" + i, Alphabet.RNA, letters.toString()),
              Optional.of(new Span(0, LENGTH / 3 * 3)),
              List.of(),
              Optional.empty()));
    }
    return transcripts;
  }

  private static float[] joined(float[][] rows) {
    float[] all = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, all, i * rows[i].length, rows[i].length);
    }
    return all;
  }
}
