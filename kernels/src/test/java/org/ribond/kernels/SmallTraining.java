package org.ribond.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.Learner;
import org.ribond.engine.network.Momentum;
import org.ribond.engine.network.Network;
import org.ribond.engine.network.NonLinearity;
import org.ribond.engine.network.Optimiser;
import org.ribond.engine.network.Samples;
import org.ribond.engine.network.Tensor;
import org.ribond.engine.network.Weights;
import org.ribond.engine.network.Window;
import org.ribond.engine.network.WindowArchitecture;

/**
 * Two epochs of a small network on different samples, with a last mini-batch of five and a learning
 * rate that falls to nothing.
 *
 * @param kind what its layers are made of
 * @param optimiser what teaches it
 * @param clipNorm bound of the gradient's norm, 0 for none
 * @param focus exponent of the focal loss, 0 for cross-entropy
 * @param member number of the ensemble member: another one has other weights and masks
 */
public record SmallTraining(
    NonLinearity kind, Optimiser optimiser, float clipNorm, float focus, int member) {
  /** Steps of an epoch. */
  public static final int STEPS = 8;

  private static final int BATCH = 32;
  private static final int SAMPLES = (STEPS - 1) * BATCH + 5;
  private static final int SEED = 3;

  /** By Adam with weight decay, on cross-entropy. */
  public static SmallTraining adam(NonLinearity kind, int member) {
    Adam optimiser = new Adam(0.01f, 0.9f, 0.999f, 1e-8f, 0.001f, 0.01f);
    return new SmallTraining(kind, optimiser, 0, 0, member);
  }

  /** By gradient descent with momentum and weight decay, clipped, on focal loss. */
  public static SmallTraining momentum(NonLinearity kind, int member) {
    Momentum optimiser = new Momentum(0.01f, 0.9f, 0.001f, 0.01f);
    return new SmallTraining(kind, optimiser, 0.01f, 2, member);
  }

  private WindowArchitecture architecture() {
    return new WindowArchitecture(
        List.of(new Window("residue", 26, 3), new Window("base", 4, 2)),
        kind.kind(),
        List.of(21, 10),
        kind.activation(),
        0.3f,
        2);
  }

  /** The losses of the epochs, then the weights. */
  public List<float[]> run(Backend backend) {
    List<float[]> results = new ArrayList<>();
    Weights weights = Weights.initial(architecture(), SEED, member);
    try (Network network = new Network(backend, architecture(), weights);
        Learner learner = new Learner(network, optimiser, SEED, member, BATCH)) {
      learner.focus(focus);
      for (int epoch = 0; epoch < 2; epoch++) {
        Samples samples = samples(backend, epoch);
        for (int step = 0; step < STEPS; step++) {
          int first = step * BATCH;
          int count = Math.min(BATCH, SAMPLES - first);
          float rateFactor = 1 - step / (STEPS - 2f);
          learner.step(samples, first, count, 2f / (count + step % 3), rateFactor, clipNorm);
        }
        results.add(new float[] {learner.takeLossSum()});
        close(samples);
      }
      for (Tensor tensor : network.weights().tensors()) {
        results.add(tensor.values());
      }
    }
    return results;
  }

  private static Ints ints(Backend backend, SplittableRandom random, int count, int from, int to) {
    Ints list = backend.allocateInts(count);
    backend.upload(random.ints(count, from, to).toArray(), list);
    return list;
  }

  private static Samples samples(Backend backend, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Matrix weights = backend.allocate(1, SAMPLES);
    backend.fill(weights, 0.5f);
    return new Samples(
        List.of(ints(backend, random, 90, 0, 26), ints(backend, random, 90, 0, 4)),
        List.of(ints(backend, random, SAMPLES, 5, 80), ints(backend, random, SAMPLES, 5, 80)),
        ints(backend, random, SAMPLES, 0, 2),
        weights);
  }

  private static void close(Samples samples) {
    samples.letters().forEach(Ints::close);
    samples.positions().forEach(Ints::close);
    samples.labels().close();
    samples.weights().close();
  }
}
