package org.ribond.engine.compute;

import java.util.Arrays;

/**
 * {@link RecurrenceOperations} on the host, in double, step by step. Arrays are dense and
 * row-major.
 */
final class RecurrenceFormulas {
  private RecurrenceFormulas() {}

  static void forward(
      Recurrence recurrence,
      Layout chains,
      int units,
      double[] gates,
      double[] weights,
      double[] out,
      double[] memory) {
    int width = recurrence.cell().gates() * units;
    double[] product = new double[width];
    for (int chain = 0; chain < chains.count(); chain++) {
      int length = chains.length(chain);
      for (int step = 0; step < length; step++) {
        int site = site(recurrence, chains, chain, step);
        Arrays.fill(product, 0);
        int before = step == 0 ? -1 : site(recurrence, chains, chain, step - 1);
        if (before >= 0) {
          product(units, width, out, before, weights, product);
        }
        switch (recurrence.cell()) {
          case LSTM -> lstm(units, site, before, product, gates, out, memory);
          case GRU -> gru(units, site, before, product, gates, out, memory);
        }
      }
    }
  }

  /** Row of step {@code step} of a chain. */
  private static int site(Recurrence recurrence, Layout chains, int chain, int step) {
    return recurrence.reverse() ? chains.start(chain + 1) - 1 - step : chains.start(chain) + step;
  }

  /** {@code product += h[before, :] weights}. */
  private static void product(
      int units, int width, double[] h, int before, double[] weights, double[] product) {
    for (int unit = 0; unit < units; unit++) {
      double value = h[before * units + unit];
      for (int j = 0; j < width; j++) {
        product[j] += value * weights[unit * width + j];
      }
    }
  }

  private static void lstm(
      int units,
      int site,
      int before,
      double[] product,
      double[] gates,
      double[] out,
      double[] memory) {
    int row = site * 4 * units;
    for (int unit = 0; unit < units; unit++) {
      double input = sigmoid(gates[row + unit] + product[unit]);
      double forget = sigmoid(gates[row + units + unit] + product[units + unit]);
      double candidate = Math.tanh(gates[row + 2 * units + unit] + product[2 * units + unit]);
      double output = sigmoid(gates[row + 3 * units + unit] + product[3 * units + unit]);
      double cell = before < 0 ? 0 : memory[before * units + unit];
      cell = forget * cell + input * candidate;
      memory[site * units + unit] = cell;
      out[site * units + unit] = output * Math.tanh(cell);
      gates[row + unit] = input;
      gates[row + units + unit] = forget;
      gates[row + 2 * units + unit] = candidate;
      gates[row + 3 * units + unit] = output;
    }
  }

  private static void gru(
      int units,
      int site,
      int before,
      double[] product,
      double[] gates,
      double[] out,
      double[] memory) {
    int row = site * 3 * units;
    for (int unit = 0; unit < units; unit++) {
      double reset = sigmoid(gates[row + unit] + product[unit]);
      double update = sigmoid(gates[row + units + unit] + product[units + unit]);
      double ofState = product[2 * units + unit];
      double candidate = Math.tanh(gates[row + 2 * units + unit] + reset * ofState);
      double state = before < 0 ? 0 : out[before * units + unit];
      memory[site * units + unit] = ofState;
      out[site * units + unit] = (1 - update) * candidate + update * state;
      gates[row + unit] = reset;
      gates[row + units + unit] = update;
      gates[row + 2 * units + unit] = candidate;
    }
  }

  private static double sigmoid(double z) {
    return Activation.SIGMOID.apply(z);
  }

  static void backward(
      Recurrence recurrence,
      Layout chains,
      int units,
      double[] gates,
      double[] weights,
      double[] out,
      double[] memory,
      double[] gradient,
      double[] weightsGradient) {
    int width = recurrence.cell().gates() * units;
    double[] ofProduct = new double[width];
    double[] ofCell = new double[units];
    for (int chain = 0; chain < chains.count(); chain++) {
      Arrays.fill(ofCell, 0);
      for (int step = chains.length(chain) - 1; step >= 0; step--) {
        int site = site(recurrence, chains, chain, step);
        int before = step == 0 ? -1 : site(recurrence, chains, chain, step - 1);
        switch (recurrence.cell()) {
          case LSTM ->
              lstmGradient(units, site, before, gates, memory, gradient, ofCell, ofProduct);
          case GRU -> gruGradient(units, site, before, gates, out, memory, gradient, ofProduct);
        }
        if (before < 0) {
          continue;
        }
        for (int unit = 0; unit < units; unit++) {
          double value = out[before * units + unit];
          double sum = 0;
          for (int j = 0; j < width; j++) {
            weightsGradient[unit * width + j] += value * ofProduct[j];
            sum += ofProduct[j] * weights[unit * width + j];
          }
          gradient[before * units + unit] += sum;
        }
      }
    }
  }

  /** One step back: {@code ofProduct} is the gradient of the state's half, equal to that of z. */
  private static void lstmGradient(
      int units,
      int site,
      int before,
      double[] gates,
      double[] memory,
      double[] gradient,
      double[] ofCell,
      double[] ofProduct) {
    int row = site * 4 * units;
    for (int unit = 0; unit < units; unit++) {
      double input = gates[row + unit];
      double forget = gates[row + units + unit];
      double candidate = gates[row + 2 * units + unit];
      double output = gates[row + 3 * units + unit];
      double tanh = Math.tanh(memory[site * units + unit]);
      double ofOut = gradient[site * units + unit];
      double cell = ofCell[unit] + ofOut * output * (1 - tanh * tanh);
      double state = before < 0 ? 0 : memory[before * units + unit];
      ofProduct[unit] = cell * candidate * input * (1 - input);
      ofProduct[units + unit] = cell * state * forget * (1 - forget);
      ofProduct[2 * units + unit] = cell * input * (1 - candidate * candidate);
      ofProduct[3 * units + unit] = ofOut * tanh * output * (1 - output);
      ofCell[unit] = cell * forget;
    }
    System.arraycopy(ofProduct, 0, gates, row, 4 * units);
  }

  private static void gruGradient(
      int units,
      int site,
      int before,
      double[] gates,
      double[] out,
      double[] memory,
      double[] gradient,
      double[] ofProduct) {
    int row = site * 3 * units;
    for (int unit = 0; unit < units; unit++) {
      double reset = gates[row + unit];
      double update = gates[row + units + unit];
      double candidate = gates[row + 2 * units + unit];
      double state = before < 0 ? 0 : out[before * units + unit];
      double ofOut = gradient[site * units + unit];
      double ofCandidate = ofOut * (1 - update) * (1 - candidate * candidate);
      double ofState = memory[site * units + unit];
      double ofReset = ofCandidate * ofState * reset * (1 - reset);
      double ofUpdate = ofOut * (state - candidate) * update * (1 - update);
      ofProduct[unit] = ofReset;
      ofProduct[units + unit] = ofUpdate;
      ofProduct[2 * units + unit] = ofCandidate * reset;
      gates[row + unit] = ofReset;
      gates[row + units + unit] = ofUpdate;
      gates[row + 2 * units + unit] = ofCandidate;
      if (before >= 0) {
        gradient[before * units + unit] += ofOut * update;
      }
    }
  }
}
