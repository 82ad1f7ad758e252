package org.ribond.engine.compute;

import java.util.Arrays;

/** {@link AxialOperations} on the host, in double. Arrays are dense and row-major. */
final class AxialFormulas {
  private AxialFormulas() {}

  /** One head of a line: where its channels are, and its table of shares, sites x sites. */
  private static final class Head {
    private final AxialAttention.Line line;
    private final int width;
    private final int size;
    private final int first;
    private final double[] shares;

    Head(AxialAttention attention, AxialAttention.Line line, int width, int head, double[] x) {
      this.line = line;
      this.width = width;
      size = width / attention.heads();
      first = head * size;
      shares = new double[line.count() * line.count()];
      for (int s = 0; s < line.count(); s++) {
        softmax(s, x);
      }
    }

    /** Place of channel {@code c} of a site's query (0), key (1) or value (2). */
    int at(int site, int part, int c) {
      return (line.first() + site * line.step()) * 3 * width + part * width + first + c;
    }

    /** Place of channel {@code c} of a site's result. */
    int out(int site, int c) {
      return (line.first() + site * line.step()) * width + first + c;
    }

    private void softmax(int s, double[] x) {
      int row = s * line.count();
      double largest = Double.NEGATIVE_INFINITY;
      for (int t = 0; t < line.count(); t++) {
        double score = 0;
        for (int c = 0; c < size; c++) {
          score += x[at(s, 0, c)] * x[at(t, 1, c)];
        }
        shares[row + t] = score / Math.sqrt(size);
        largest = Math.max(largest, shares[row + t]);
      }
      double sum = 0;
      for (int t = 0; t < line.count(); t++) {
        shares[row + t] = Math.exp(shares[row + t] - largest);
        sum += shares[row + t];
      }
      for (int t = 0; t < line.count(); t++) {
        shares[row + t] /= sum;
      }
    }
  }

  static void forward(
      AxialAttention attention, Layout layout, int width, double[] x, double[] out) {
    Arrays.fill(out, 0);
    for (AxialAttention.Line line : attention.all(layout)) {
      for (int h = 0; h < attention.heads(); h++) {
        Head head = new Head(attention, line, width, h, x);
        for (int s = 0; s < line.count(); s++) {
          for (int t = 0; t < line.count(); t++) {
            for (int c = 0; c < head.size; c++) {
              out[head.out(s, c)] += head.shares[s * line.count() + t] * x[head.at(t, 2, c)];
            }
          }
        }
      }
    }
  }

  static void backward(
      AxialAttention attention,
      Layout layout,
      int width,
      double[] x,
      double[] gradient,
      double[] dx) {
    Arrays.fill(dx, 0);
    for (AxialAttention.Line line : attention.all(layout)) {
      for (int h = 0; h < attention.heads(); h++) {
        Head head = new Head(attention, line, width, h, x);
        for (int s = 0; s < line.count(); s++) {
          backward(head, s, x, gradient, dx);
        }
      }
    }
  }

  /** With shares p and {@code g[t] = gradient.v[t]}: a score's is {@code p (g - sum of p g)}. */
  private static void backward(Head head, int s, double[] x, double[] gradient, double[] dx) {
    int count = head.line.count();
    double[] ofShares = new double[count];
    double mean = 0;
    for (int t = 0; t < count; t++) {
      double share = head.shares[s * count + t];
      for (int c = 0; c < head.size; c++) {
        double g = gradient[head.out(s, c)];
        ofShares[t] += g * x[head.at(t, 2, c)];
        dx[head.at(t, 2, c)] += share * g;
      }
      mean += share * ofShares[t];
    }
    for (int t = 0; t < count; t++) {
      double share = head.shares[s * count + t];
      double ofScore = share * (ofShares[t] - mean) / Math.sqrt(head.size);
      for (int c = 0; c < head.size; c++) {
        dx[head.at(s, 0, c)] += ofScore * x[head.at(t, 1, c)];
        dx[head.at(t, 1, c)] += ofScore * x[head.at(s, 0, c)];
      }
    }
  }
}
