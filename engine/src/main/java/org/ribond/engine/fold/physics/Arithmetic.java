package org.ribond.engine.fold.physics;

/**
 * How weights of structures are kept, multiplied and summed. The weight of a structure is the
 * exponential of its score, which for some hundred bases is beyond the range of a double.
 */
sealed interface Arithmetic {
  /** The weight of what cannot be. */
  double zero();

  /** The weight of a score of 0. */
  double one();

  /** The weight of a score. */
  double weight(double score);

  /** The score of a weight. */
  double score(double weight);

  /** What is taken from the score for each base, so that weights stay in range. */
  double scale();

  /** The weight of two things together. */
  double times(double a, double b);

  /** The weight of either of two things. */
  double plus(double a, double b);

  /** The share of {@code part} in {@code whole}. */
  double share(double part, double whole);

  /** The sum of {@code n} products, of {@code x} from {@code xStart} and {@code y} from there. */
  double dot(double[] x, int xStart, double[] y, int yStart, int n);

  /** Adds {@code a} times {@code n} values of {@code x} to as many of {@code y}. */
  void add(double a, double[] x, int xStart, double[] y, int yStart, int n);

  /**
   * Weights themselves, each base's divided by one factor. Fast. A weight may leave the range of a
   * double where a long stretch is far from the usual score of a base: those too small become 0,
   * which they are beside the rest; one too large makes the whole infinite or not a number.
   */
  record Scaled(double scale) implements Arithmetic {
    /** About the score of a base in the sum over all structures of a natural RNA. */
    static final Scaled USUAL = new Scaled(0.3);

    @Override
    public double zero() {
      return 0;
    }

    @Override
    public double one() {
      return 1;
    }

    @Override
    public double weight(double score) {
      return Math.exp(score);
    }

    @Override
    public double score(double weight) {
      return Math.log(weight);
    }

    @Override
    public double times(double a, double b) {
      return a * b;
    }

    @Override
    public double plus(double a, double b) {
      return a + b;
    }

    @Override
    public double share(double part, double whole) {
      return part / whole;
    }

    @Override
    public double dot(double[] x, int xStart, double[] y, int yStart, int n) {
      double a = 0;
      double b = 0;
      double c = 0;
      double d = 0;
      int i = 0;
      for (; i + 4 <= n; i += 4) {
        a += x[xStart + i] * y[yStart + i];
        b += x[xStart + i + 1] * y[yStart + i + 1];
        c += x[xStart + i + 2] * y[yStart + i + 2];
        d += x[xStart + i + 3] * y[yStart + i + 3];
      }
      for (; i < n; i++) {
        a += x[xStart + i] * y[yStart + i];
      }
      return (a + b) + (c + d);
    }

    @Override
    public void add(double a, double[] x, int xStart, double[] y, int yStart, int n) {
      if (a == 0) {
        return;
      }
      for (int i = 0; i < n; i++) {
        y[yStart + i] += a * x[xStart + i];
      }
    }
  }

  /** Logarithms of weights: any range, and 5 to 17 times slower, the longer the RNA. */
  record Logarithmic() implements Arithmetic {
    /** Of two weights so many powers of e apart the lesser makes no difference. */
    private static final double NEGLIGIBLE = 40;

    @Override
    public double zero() {
      return Double.NEGATIVE_INFINITY;
    }

    @Override
    public double one() {
      return 0;
    }

    @Override
    public double weight(double score) {
      return score;
    }

    @Override
    public double score(double weight) {
      return weight;
    }

    @Override
    public double scale() {
      return 0;
    }

    @Override
    public double times(double a, double b) {
      return a + b;
    }

    @Override
    public double plus(double a, double b) {
      double most = Math.max(a, b);
      double least = Math.min(a, b);
      // Also where both are zero, whose difference is no number.
      return least < most - NEGLIGIBLE || least == zero()
          ? most
          : most + Math.log1p(Math.exp(least - most));
    }

    @Override
    public double share(double part, double whole) {
      return Math.exp(part - whole);
    }

    @Override
    public double dot(double[] x, int xStart, double[] y, int yStart, int n) {
      double most = zero();
      for (int i = 0; i < n; i++) {
        most = Math.max(most, x[xStart + i] + y[yStart + i]);
      }
      if (most == zero()) {
        return most;
      }
      double sum = 0;
      for (int i = 0; i < n; i++) {
        double below = x[xStart + i] + y[yStart + i] - most;
        if (below > -NEGLIGIBLE) {
          sum += Math.exp(below);
        }
      }
      return most + Math.log(sum);
    }

    @Override
    public void add(double a, double[] x, int xStart, double[] y, int yStart, int n) {
      if (a == zero()) {
        return;
      }
      for (int i = 0; i < n; i++) {
        y[yStart + i] = plus(y[yStart + i], a + x[xStart + i]);
      }
    }
  }
}
