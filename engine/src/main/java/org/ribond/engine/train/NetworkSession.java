package org.ribond.engine.train;

import java.util.ArrayDeque;
import java.util.Deque;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.ChainLearner;
import org.ribond.engine.network.ChainNetwork;
import org.ribond.engine.network.LearnerState;
import org.ribond.engine.network.Weights;

/**
 * A session of one network on whole sequences, or on pairs of their letters; a task has its epochs.
 */
public abstract class NetworkSession implements TrainingSession {
  private final Deque<Runnable> closers = new ArrayDeque<>();
  private final Backend backend;
  private final ChainNetwork network;
  private final ChainLearner learner;

  /**
   * A network with its initial weights on {@code backend}.
   *
   * @param plan whose seed and optimiser it has
   * @param member its number
   * @param sites of a chunk
   */
  protected NetworkSession(
      TrainingPlan<?> plan,
      ChainArchitecture architecture,
      int member,
      Backend backend,
      int sites) {
    this(
        plan,
        architecture,
        Weights.initial(architecture, plan.seed(), member),
        member,
        backend,
        sites);
  }

  /**
   * A network on {@code backend} that begins with weights of its own.
   *
   * @param plan whose seed and optimiser it has
   * @param start the weights that it begins with
   * @param member its number
   * @param sites of a chunk
   */
  protected NetworkSession(
      TrainingPlan<?> plan,
      ChainArchitecture architecture,
      Weights start,
      int member,
      Backend backend,
      int sites) {
    this.backend = backend;
    try {
      network = new ChainNetwork(backend, architecture, start, sites);
      closers.push(network::close);
      learner = new ChainLearner(network, plan.learning().optimiser(), plan.seed(), member);
      closers.push(learner::close);
    } catch (RuntimeException e) {
      giveBack();
      throw e;
    }
  }

  /** Where the network is. */
  protected final Backend backend() {
    return backend;
  }

  /** What teaches it. */
  protected final ChainLearner learner() {
    return learner;
  }

  @Override
  public final LearnerState state() {
    return learner.state();
  }

  @Override
  public final void restore(LearnerState state) {
    learner.restore(state);
  }

  @Override
  public final Weights weights() {
    return network.weights();
  }

  @Override
  public final float lossSum() {
    return learner.lossSum();
  }

  @Override
  public final float takeLossSum() {
    return learner.takeLossSum();
  }

  private void giveBack() {
    while (!closers.isEmpty()) {
      closers.pop().run();
    }
  }

  @Override
  public final void close() {
    giveBack();
  }
}
