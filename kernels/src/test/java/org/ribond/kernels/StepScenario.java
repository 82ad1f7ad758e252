package org.ribond.kernels;

import java.util.List;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.AdamStep;
import org.ribond.engine.compute.Attention;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.MomentumStep;
import org.ribond.engine.compute.StepVariables;
import org.ribond.engine.compute.WindowInput;

/** A little of everything that a training step does, to be interrupted anywhere. */
public final class StepScenario {
  private static final int SAMPLES = 20;
  private static final int UNITS = 9;

  private StepScenario() {}

  /** Runs every operation once on {@code backend} and gives all memory back, whatever happens. */
  public static void run(Backend backend) {
    Dropout dropout = new Dropout(0.5f, 1, 2, 0, 3, 0);
    try (Ints letters = backend.allocateInts(12);
        Ints positions = backend.allocateInts(SAMPLES);
        Ints labels = backend.allocateInts(SAMPLES);
        Matrix sampleWeights = backend.allocate(1, SAMPLES);
        Matrix window = backend.allocate(12, UNITS);
        Matrix windowGradient = backend.allocate(12, UNITS);
        Matrix bias = backend.allocate(1, UNITS);
        Matrix hidden = backend.allocate(SAMPLES, UNITS);
        Matrix hiddenGradient = backend.allocate(SAMPLES, UNITS);
        Matrix square = backend.allocate(UNITS, UNITS);
        Matrix dense = backend.allocate(UNITS, 2);
        Matrix logits = backend.allocate(SAMPLES, 2);
        Matrix loss = backend.allocate(1, 1)) {
      backend.upload(new int[] {-1, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, -1}, letters);
      int[] centres = new int[SAMPLES];
      for (int i = 0; i < SAMPLES; i++) {
        centres[i] = 1 + i % 10;
      }
      backend.upload(centres, positions);
      backend.fill(sampleWeights, 1);
      backend.upload(new float[12 * UNITS], window);
      WindowInput input = new WindowInput(letters, positions, 0, 4, 1);
      Epilogue epilogue = Epilogue.of(bias, Activation.RELU, dropout);
      backend.windowSum(List.of(input), List.of(window), hidden, epilogue);
      backend.gemm(false, false, hidden, square, false, hiddenGradient, epilogue);
      backend.gemm(false, false, hidden, dense, false, logits, Epilogue.NONE);
      backend.softmaxCrossEntropy(logits, labels, sampleWeights, 0, 0.05f, logits, loss);
      backend.gemm(true, false, hidden, logits, true, dense, Epilogue.NONE);
      backend.gemm(false, true, logits, dense, false, hiddenGradient, Epilogue.NONE);
      backend.activationGradient(Activation.RELU, dropout, hidden, hiddenGradient);
      backend.columnSums(hiddenGradient, true, bias);
      backend.windowSumGradient(input, hiddenGradient, windowGradient);
      try (Matrix m = backend.allocate(12, UNITS);
          Matrix v = backend.allocate(12, UNITS)) {
        AdamStep step = new AdamStep(1e-3f, 0.9f, 0.999f, 1e-8f, 0, 0, 1);
        backend.adam(window, windowGradient, m, v, step);
      }
      try (Matrix p = backend.allocate(3, UNITS);
          Matrix q = backend.allocate(4, UNITS);
          Matrix pairs = backend.allocate(12, UNITS);
          Matrix copy = backend.allocate(12, UNITS)) {
        backend.pairSum(p, q, 0, pairs, epilogue);
        backend.copy(pairs, copy);
      }
      otherKinds(backend, hidden, hiddenGradient, loss);
      backend.focus(hidden, 2, hiddenGradient, loss);
      for (int step = 1; step <= 3; step++) {
        AdamStep adam = new AdamStep(1e-3f, 0.9f, 0.999f, 1e-8f, 0, 0, step);
        backend.step(
            "scenario",
            StepVariables.of(step, 0, 1, adam),
            () -> backend.windowSum(List.of(input), List.of(window), hidden, epilogue));
      }
      SequenceScenario.run(backend);
      backend.softmax(logits, logits);
      backend.download(loss, new float[1]);
      backend.synchronize();
    }
  }

  private static void otherKinds(Backend backend, Matrix x, Matrix gradient, Matrix sum) {
    Dropout dropout = new Dropout(0.5f, 1, 2, 0, 3, 0);
    try (Matrix a = backend.allocate(SAMPLES, UNITS);
        Matrix b = backend.allocate(SAMPLES, UNITS);
        Matrix c = backend.allocate(SAMPLES, UNITS);
        Matrix centres = backend.allocate(1, UNITS);
        Matrix widths = backend.allocate(1, UNITS)) {
      backend.gaussian(x, centres, widths, a);
      backend.gaussianGradient(x, centres, widths, a, gradient, centres, widths);
      backend.slopeGradient(Activation.GELU, dropout, x, gradient);
      backend.add(x, gradient);
      backend.multiply(x, gradient, true, a);
      backend.scale(a, 0.5f);
      int[] rows = {3, 1};
      int[] columns = {8, 0, 5};
      try (Matrix part = backend.allocate(rows.length, columns.length)) {
        backend.submatrix(a, rows, columns, 2, part);
        backend.addSubmatrix(part, rows, columns, 2, a);
      }
      backend.momentum(a, gradient, b, new MomentumStep(0.1f, 0.9f, 0.01f, 0.01f));
      backend.clip(List.of(a, b), 0.1f, sum);
      for (Attention attention : List.of(Attention.BATCH, Attention.ofTokens(3))) {
        backend.attention(attention, x, x, x, a);
        backend.attentionGradient(attention, x, x, x, gradient, a, b, c);
      }
    }
  }
}
