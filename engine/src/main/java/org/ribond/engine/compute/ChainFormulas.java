package org.ribond.engine.compute;

import java.util.Arrays;
import java.util.List;

/**
 * {@link ChainOperations} on the host, in double: one loop nest for each formula. Arrays are dense
 * and row-major.
 */
final class ChainFormulas {
  private ChainFormulas() {}

  /** Visits each tap of each output site. */
  @FunctionalInterface
  private interface Taps {
    void visit(int tap, int input, int output);
  }

  /** All pairs of a tap's input site and an output site, outputs and then taps ascending. */
  private static void taps(Convolution shape, Layout from, Taps taps) {
    int output = 0;
    for (int chain = 0; chain < from.count(); chain++) {
      int length = from.length(chain);
      for (int t = 0; t < shape.outputs(length); t++) {
        for (int j = 0; j < shape.width(); j++) {
          long site = (long) t * shape.stride() + (long) j * shape.dilation() - shape.left();
          if (site >= 0 && site < length) {
            taps.visit(j, from.start(chain) + (int) site, output);
          }
        }
        output++;
      }
    }
  }

  static void convolution(
      Convolution shape,
      Layout from,
      int channels,
      int n,
      double[] x,
      double[] weights,
      double[] out) {
    Arrays.fill(out, 0);
    taps(
        shape,
        from,
        (tap, input, output) -> {
          for (int channel = 0; channel < channels; channel++) {
            double value = x[input * channels + channel];
            int row = (tap * channels + channel) * n;
            for (int j = 0; j < n; j++) {
              out[output * n + j] += value * weights[row + j];
            }
          }
        });
  }

  /** Applies an epilogue to the rows of {@code out}; {@code bias} is empty or holds its bias. */
  static void epilogue(Epilogue epilogue, List<double[]> bias, int n, double[] out) {
    int[] scratch = new int[4];
    Dropout dropout = epilogue.dropout();
    for (int i = 0; i < out.length; i++) {
      double z = out[i] + (bias.isEmpty() ? 0 : bias.getFirst()[i % n]);
      double factor = dropout.isActive() ? dropout.factor(i / n, i % n, scratch) : 1;
      out[i] = factor * epilogue.activation().apply(z);
    }
  }

  static void convolutionInputGradient(
      Convolution shape,
      Layout from,
      int channels,
      int n,
      double[] dz,
      double[] weights,
      boolean accumulate,
      double[] dx) {
    if (!accumulate) {
      Arrays.fill(dx, 0);
    }
    taps(
        shape,
        from,
        (tap, input, output) -> {
          for (int channel = 0; channel < channels; channel++) {
            int row = (tap * channels + channel) * n;
            double sum = 0;
            for (int j = 0; j < n; j++) {
              sum += dz[output * n + j] * weights[row + j];
            }
            dx[input * channels + channel] += sum;
          }
        });
  }

  static void convolutionWeightGradient(
      Convolution shape,
      Layout from,
      int channels,
      int n,
      double[] x,
      double[] dz,
      double[] gradient) {
    taps(
        shape,
        from,
        (tap, input, output) -> {
          for (int channel = 0; channel < channels; channel++) {
            double value = x[input * channels + channel];
            int row = (tap * channels + channel) * n;
            for (int j = 0; j < n; j++) {
              gradient[row + j] += value * dz[output * n + j];
            }
          }
        });
  }

  /** Visits the sites of each output of a pooling. */
  @FunctionalInterface
  private interface Windows {
    void visit(int begin, int end, int output);
  }

  private static void windows(Pooling pooling, Layout from, Windows windows) {
    int output = 0;
    for (int chain = 0; chain < from.count(); chain++) {
      int length = from.length(chain);
      for (int t = 0; t < pooling.outputs(length); t++) {
        int start = from.start(chain);
        windows.visit(start + pooling.begin(t, length), start + pooling.end(t, length), output);
        output++;
      }
    }
  }

  static void pool(Pooling pooling, Layout from, int channels, double[] x, double[] out) {
    Arrays.fill(out, 0);
    windows(
        pooling,
        from,
        (begin, end, output) -> {
          for (int channel = 0; channel < channels && begin < end; channel++) {
            double value = 0;
            switch (pooling.kind()) {
              case MAX -> value = x[largest(begin, end, channels, channel, x) * channels + channel];
              case MEAN -> {
                for (int site = begin; site < end; site++) {
                  value += x[site * channels + channel];
                }
                value /= end - begin;
              }
              case FIRST -> value = x[begin * channels + channel];
              case LAST -> value = x[(end - 1) * channels + channel];
            }
            out[output * channels + channel] = value;
          }
        });
  }

  private static int largest(int begin, int end, int channels, int channel, double[] x) {
    int largest = begin;
    for (int site = begin + 1; site < end; site++) {
      if (x[site * channels + channel] > x[largest * channels + channel]) {
        largest = site;
      }
    }
    return largest;
  }

  static void poolGradient(
      Pooling pooling,
      Layout from,
      int channels,
      double[] x,
      double[] gradient,
      boolean accumulate,
      double[] dx) {
    if (!accumulate) {
      Arrays.fill(dx, 0);
    }
    windows(
        pooling,
        from,
        (begin, end, output) -> {
          for (int channel = 0; channel < channels && begin < end; channel++) {
            double value = gradient[output * channels + channel];
            switch (pooling.kind()) {
              case MAX ->
                  dx[largest(begin, end, channels, channel, x) * channels + channel] += value;
              case MEAN -> {
                for (int site = begin; site < end; site++) {
                  dx[site * channels + channel] += value / (end - begin);
                }
              }
              case FIRST -> dx[begin * channels + channel] += value;
              case LAST -> dx[(end - 1) * channels + channel] += value;
            }
          }
        });
  }

  /** See {@link LossOperations#chainCrossEntropy}; adds to gradient and loss. */
  static void crossEntropy(
      Layout chains,
      int columns,
      int first,
      float scale,
      double[] logits,
      double[] shares,
      double[] gradient,
      double[] loss) {
    int shift = first * columns;
    for (int chain = 0; chain < chains.count(); chain++) {
      int begin = chains.start(chain) * columns;
      int end = chains.start(chain + 1) * columns;
      for (int column = 0; column < columns && begin < end; column++) {
        double total = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int at = begin + column; at < end; at += columns) {
          total += shares[shift + at];
          most = Math.max(most, logits[at]);
        }
        if (total == 0) {
          continue;
        }
        double sum = 0;
        for (int at = begin + column; at < end; at += columns) {
          sum += Math.exp(logits[at] - most);
        }
        double logSum = most + Math.log(sum);
        for (int at = begin + column; at < end; at += columns) {
          double share = shares[shift + at];
          double logShare = logits[at] - logSum;
          // A site that cannot be chosen has no share, and no part in the loss.
          loss[0] -= share == 0 ? 0 : scale * share * logShare;
          gradient[at] += scale * (total * Math.exp(logShare) - share);
        }
      }
    }
  }
}
