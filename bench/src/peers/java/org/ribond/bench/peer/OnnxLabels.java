package org.ribond.bench.peer;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.label.data.Molecule;
import org.ribond.engine.label.model.LabelFacts;
import org.ribond.engine.label.model.LabelModel;
import org.ribond.engine.label.model.LabelOnnx;
import org.ribond.engine.label.model.ModelOutputs;
import org.ribond.engine.label.model.Strands;
import org.ribond.engine.label.predict.LabelPredictor;
import org.ribond.engine.label.train.LabelDefaults;
import org.ribond.engine.metric.ClassCalibration;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.Conv;
import org.ribond.engine.network.ConvLstm;
import org.ribond.engine.network.DeepRam;
import org.ribond.engine.network.Family;
import org.ribond.engine.network.Lstm;
import org.ribond.engine.network.Weights;

/**
 * Classes of sequences by ONNX Runtime, from the file that {@code model export --format onnx}
 * writes: letters in, probabilities out, on both sides.
 */
final class OnnxLabels {
  private static final int LETTERS = 101;
  private static final int SEQUENCES = 4096;
  private static final int CHECKED = 256;
  private static final double TOLERANCE = 1e-5;

  /** Batches of which the peer may choose. */
  private static final int[] BATCHES = {64, 256, 1024, 4096};

  private static final int TRIALS = 2;

  private final Backend backend;
  private final int threads;
  private final String part;
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

  OnnxLabels(Backend backend, int threads, String part) {
    this.backend = backend;
    this.threads = threads;
    this.part = part;
  }

  /** Compares the answers for networks of every family, and the speed of two. */
  void run(Scoreboard board) throws OrtException {
    Map<String, Family> families = new LinkedHashMap<>();
    families.put("dilated", LabelDefaults.family(Molecule.DNA, LETTERS));
    families.put("conv-lstm", ConvLstm.PAPER);
    families.put("conv", Conv.PAPER);
    families.put("lstm", Lstm.PAPER);
    families.put("deepram", DeepRam.DEFAULT);
    for (Map.Entry<String, Family> family : families.entrySet()) {
      if (!family.getKey().contains(part)) {
        continue;
      }
      check(family.getKey(), model(family.getValue(), Strands.BOTH, 2));
      if (family.getKey().equals("dilated") || family.getKey().equals("conv-lstm")) {
        time(family.getKey(), model(family.getValue(), Strands.FORWARD, 1), board);
      }
    }
  }

  private static LabelModel model(Family family, Strands strands, int members) {
    ChainArchitecture architecture = new ChainArchitecture(4, 2, family);
    List<Weights> all = new ArrayList<>();
    for (int member = 0; member < members; member++) {
      all.add(Weights.initial(architecture, 1, member));
    }
    ModelOutputs outputs = new ModelOutputs.Classes(List.of("no", "yes"));
    LabelFacts facts = new LabelFacts(Molecule.DNA, strands, outputs, LETTERS, LETTERS);
    return new LabelModel(
        new TrainedModel(architecture, all, new LinkedHashMap<>(facts.entries())),
        facts,
        Optional.of(new ClassCalibration(1.25, List.of(0.0, 0.0))));
  }

  /** Random letters, unknown ones among them. */
  private static List<byte[]> sequences(int count) {
    Random random = new Random(1);
    List<byte[]> sequences = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] codes = new byte[LETTERS];
      for (int j = 0; j < LETTERS; j++) {
        codes[j] = (byte) (random.nextInt(100) == 0 ? 4 : random.nextInt(4));
      }
      sequences.add(codes);
    }
    return sequences;
  }

  private OnnxTensor tensor(List<byte[]> sequences) throws OrtException {
    LongBuffer codes =
        ByteBuffer.allocateDirect(8 * LETTERS * sequences.size())
            .order(ByteOrder.nativeOrder())
            .asLongBuffer();
    for (byte[] sequence : sequences) {
      for (byte code : sequence) {
        codes.put(code);
      }
    }
    codes.rewind();
    return OnnxTensor.createTensor(environment, codes, new long[] {sequences.size(), LETTERS});
  }

  private OrtSession session(LabelModel model) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      return environment.createSession(LabelOnnx.of(model, Optional.empty(), ""), options);
    }
  }

  private static float[] answers(OrtSession session, OnnxTensor letters) {
    try (OrtSession.Result result = session.run(Map.of(LabelOnnx.INPUT, letters))) {
      var buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] answers = new float[buffer.remaining()];
      buffer.get(answers);
      return answers;
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private void check(String name, LabelModel model) throws OrtException {
    List<byte[]> sequences = sequences(CHECKED);
    double worst = 0;
    try (OrtSession session = session(model);
        OnnxTensor letters = tensor(sequences);
        LabelPredictor predictor = new LabelPredictor(model, backend)) {
      float[] theirs = answers(session, letters);
      float[] ours = predictor.predict(sequences);
      for (int i = 0; i < ours.length; i++) {
        worst = Math.max(worst, Math.abs(ours[i] - theirs[i]));
      }
    }
    if (!(worst <= TOLERANCE)) {
      throw new IllegalStateException(name + ": answers differ by " + worst);
    }
    System.out.printf(
        Locale.ROOT,
        "%s, two members, both strands, calibrated: answers within %.1g of each other%n",
        name,
        worst);
  }

  private void time(String name, LabelModel model, Scoreboard board) throws OrtException {
    List<byte[]> sequences = sequences(SEQUENCES);
    try (OrtSession session = session(model);
        LabelPredictor predictor = new LabelPredictor(model, backend)) {
      int best = SEQUENCES;
      double bestSeconds = Double.POSITIVE_INFINITY;
      for (int batch : BATCHES) {
        try (Batches batches = new Batches(session, sequences, batch)) {
          double seconds = Scoreboard.best(batches, TRIALS);
          if (seconds < bestSeconds) {
            bestSeconds = seconds;
            best = batch;
          }
        }
      }
      try (Batches batches = new Batches(session, sequences, best)) {
        String title =
            "classify, %s: ONNX Runtime, batches of %d, %d threads".formatted(name, best, threads);
        board.time(
            new Duel(title, "samples/s", SEQUENCES, () -> predictor.predict(sequences), batches));
      }
    }
  }

  /** All sequences, in batches of one size. */
  private final class Batches implements Runnable, AutoCloseable {
    private final OrtSession session;
    private final List<OnnxTensor> tensors = new ArrayList<>();

    Batches(OrtSession session, List<byte[]> sequences, int batch) throws OrtException {
      this.session = session;
      for (int first = 0; first < sequences.size(); first += batch) {
        tensors.add(tensor(sequences.subList(first, first + batch)));
      }
    }

    @Override
    public void run() {
      tensors.forEach(letters -> answers(session, letters));
    }

    @Override
    public void close() {
      tensors.forEach(OnnxTensor::close);
    }
  }
}
