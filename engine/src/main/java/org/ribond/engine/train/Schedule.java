package org.ribond.engine.train;

/** How the learning rate changes in the course of a member's training. */
public sealed interface Schedule {
  /** Name by which users ask for it. */
  String name();

  /**
   * What the learning rate is multiplied by.
   *
   * @param epoch epochs done at the middle of the mini-batch, such as 2.25
   * @param epochs most epochs of the member
   */
  double factor(double epoch, int epochs);

  /** The same rate throughout. */
  record Constant() implements Schedule {
    @Override
    public String name() {
      return "constant";
    }

    @Override
    public double factor(double epoch, int epochs) {
      return 1;
    }
  }

  /**
   * Rises in a straight line from 0, then falls along half a cosine to 0 at the end (Loshchilov and
   * Hutter, 2017, without restarts).
   *
   * @param warmUp epochs of the rise, at least 0
   */
  record Cosine(double warmUp) implements Schedule {
    public Cosine {
      if (!(warmUp >= 0 && Double.isFinite(warmUp))) {
        throw new IllegalArgumentException("warm-up of " + warmUp + " epochs");
      }
    }

    @Override
    public String name() {
      return "cosine";
    }

    @Override
    public double factor(double epoch, int epochs) {
      if (epoch < warmUp) {
        return epoch / warmUp;
      }
      return (1 + Math.cos(Math.PI * (epoch - warmUp) / Math.max(epochs - warmUp, 1e-9))) / 2;
    }
  }

  /**
   * Is multiplied by a factor every so many epochs.
   *
   * @param every epochs between changes, at least 1
   * @param factor in (0, 1]
   */
  record Steps(int every, double factor) implements Schedule {
    public Steps {
      if (every < 1 || !(factor > 0 && factor <= 1)) {
        throw new IllegalArgumentException(
            "a learning rate that falls to " + factor + " of it every " + every + " epochs");
      }
    }

    @Override
    public String name() {
      return "step";
    }

    @Override
    public double factor(double epoch, int epochs) {
      return Math.pow(factor, Math.floor(epoch / every));
    }
  }
}
