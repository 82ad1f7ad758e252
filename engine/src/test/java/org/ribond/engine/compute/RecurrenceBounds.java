package org.ribond.engine.compute;

import java.util.Arrays;
import org.ribond.engine.compute.Recurrence.Cell;

/**
 * How far recurrence in floats may be from recurrence in double, element by element: each number
 * with the errors of all steps before it. They grow from step to step by about the sum of the
 * magnitudes of a row or column of the weights. Arrays are dense and row-major.
 */
final class RecurrenceBounds {
  private final Recurrence recurrence;
  private final Layout chains;
  private final int units;
  private final int width;
  private final Rough[] weights;

  RecurrenceBounds(Recurrence recurrence, Layout chains, int units, float[] weights) {
    this.recurrence = recurrence;
    this.chains = chains;
    this.units = units;
    this.weights = Rough.exact(weights);
    width = recurrence.cell().gates() * units;
  }

  /** Sites of a chain in the order in which they are read. */
  private int[] sites(int chain) {
    int[] sites = new int[chains.length(chain)];
    for (int step = 0; step < sites.length; step++) {
      sites[step] =
          recurrence.reverse()
              ? chains.start(chain) + sites.length - 1 - step
              : chains.start(chain) + step;
    }
    return sites;
  }

  /** Bounds of gates, states and memory after {@link RecurrenceOperations#recurrence}. */
  double[][] forward(float[] z) {
    Rough[] gates = Rough.exact(z);
    Rough[] out = new Rough[chains.sites() * units];
    Rough[] memory = new Rough[chains.sites() * units];
    for (int chain = 0; chain < chains.count(); chain++) {
      Rough[] state = zeros(units);
      Rough[] cells = zeros(units);
      for (int site : sites(chain)) {
        Rough[] before = state.clone();
        for (int unit = 0; unit < units; unit++) {
          int at = site * units + unit;
          Rough[] products = products(before, unit);
          if (recurrence.cell() == Cell.LSTM) {
            Rough cell = lstm(gates, site * width + unit, products, cells[unit]);
            cells[unit] = cell;
            memory[at] = cell;
            state[unit] = gates[site * width + 3 * units + unit].times(cell.tanh());
          } else {
            memory[at] = products[2];
            state[unit] = gru(gates, site * width + unit, products, before[unit]);
          }
          out[at] = state[unit];
        }
      }
    }
    return new double[][] {Rough.bounds(gates), Rough.bounds(out), Rough.bounds(memory)};
  }

  /** What the state before adds to each gate of a unit. */
  private Rough[] products(Rough[] before, int unit) {
    Rough[] products = new Rough[recurrence.cell().gates()];
    for (int gate = 0; gate < products.length; gate++) {
      Rough.Sum sum = new Rough.Sum(Rough.ZERO);
      for (int i = 0; i < units; i++) {
        sum.add(before[i], weights[i * width + gate * units + unit]);
      }
      products[gate] = sum.total();
    }
    return products;
  }

  private Rough lstm(Rough[] gates, int at, Rough[] products, Rough cell) {
    for (int gate = 0; gate < 4; gate++) {
      Rough sum = gates[at + gate * units].plus(products[gate]);
      gates[at + gate * units] = gate == 2 ? sum.tanh() : sum.sigmoid();
    }
    return gates[at + units].times(cell).plus(gates[at].times(gates[at + 2 * units]));
  }

  private Rough gru(Rough[] gates, int at, Rough[] products, Rough state) {
    Rough reset = gates[at].plus(products[0]).sigmoid();
    Rough update = gates[at + units].plus(products[1]).sigmoid();
    Rough candidate = gates[at + 2 * units].plus(reset.times(products[2])).tanh();
    gates[at] = reset;
    gates[at + units] = update;
    gates[at + 2 * units] = candidate;
    return update.complement().times(candidate).plus(update.times(state));
  }

  /** Bounds of gates and of the weights' gradient after {@code recurrenceGradient}. */
  double[][] backward(
      float[] activations, float[] out, float[] memory, float[] gradient, float[] ofWeights) {
    Rough[] gates = Rough.exact(activations);
    Rough.Sum[] sums = new Rough.Sum[ofWeights.length];
    Arrays.setAll(sums, i -> new Rough.Sum(Rough.exact(ofWeights[i])));
    Rough[] ofProduct = new Rough[width];
    for (int chain = 0; chain < chains.count(); chain++) {
      int[] sites = sites(chain);
      Rough[] later = zeros(units);
      Rough[] carried = zeros(units);
      for (int step = sites.length - 1; step >= 0; step--) {
        int site = sites[step];
        int before = step == 0 ? -1 : sites[step - 1];
        Rough[] state = row(out, before);
        Rough[] cells = row(memory, before);
        for (int unit = 0; unit < units; unit++) {
          int at = site * width + unit;
          Rough ofOut = Rough.exact(gradient[site * units + unit]).plus(later[unit]);
          Rough kept = Rough.exact(memory[site * units + unit]);
          carried[unit] =
              recurrence.cell() == Cell.LSTM
                  ? lstmGradient(gates, at, ofOut, kept, cells[unit], carried[unit])
                  : gruGradient(gates, at, ofOut.plus(carried[unit]), kept, state[unit], ofProduct);
        }
        if (recurrence.cell() == Cell.LSTM) {
          System.arraycopy(gates, site * width, ofProduct, 0, width);
        }
        for (int unit = 0; unit < units; unit++) {
          Rough.Sum sum = new Rough.Sum(Rough.ZERO);
          for (int j = 0; j < width; j++) {
            sum.add(ofProduct[j], weights[unit * width + j]);
            sums[unit * width + j].add(state[unit], ofProduct[j]);
          }
          later[unit] = sum.total();
        }
      }
    }
    Rough[] totals = Arrays.stream(sums).map(Rough.Sum::total).toArray(Rough[]::new);
    return new double[][] {Rough.bounds(gates), Rough.bounds(totals)};
  }

  /** Replaces a unit's gates by their gradients; gives that of the cell before. */
  private Rough lstmGradient(
      Rough[] gates, int at, Rough ofOut, Rough cell, Rough before, Rough carried) {
    Rough input = gates[at];
    Rough forget = gates[at + units];
    Rough candidate = gates[at + 2 * units];
    Rough output = gates[at + 3 * units];
    Rough tanh = cell.tanh();
    Rough ofCell = carried.plus(ofOut.times(output).times(tanh.times(tanh).complement()));
    gates[at] = ofCell.times(candidate).times(input).times(input.complement());
    gates[at + units] = ofCell.times(before).times(forget).times(forget.complement());
    gates[at + 2 * units] = ofCell.times(input).times(candidate.times(candidate).complement());
    gates[at + 3 * units] = ofOut.times(tanh).times(output).times(output.complement());
    return ofCell.times(forget);
  }

  /** The same, with the gradient of the products; gives what of the state's does not pass them. */
  private Rough gruGradient(
      Rough[] gates, int at, Rough ofOut, Rough ofState, Rough before, Rough[] ofProduct) {
    Rough reset = gates[at];
    Rough update = gates[at + units];
    Rough candidate = gates[at + 2 * units];
    Rough ofCandidate =
        ofOut.times(update.complement()).times(candidate.times(candidate).complement());
    gates[at] = ofCandidate.times(ofState).times(reset).times(reset.complement());
    gates[at + units] =
        ofOut.times(before.minus(candidate)).times(update).times(update.complement());
    gates[at + 2 * units] = ofCandidate;
    int unit = at % width;
    ofProduct[unit] = gates[at];
    ofProduct[units + unit] = gates[at + units];
    ofProduct[2 * units + unit] = ofCandidate.times(reset);
    return ofOut.times(update);
  }

  /** A row of units, zeros where there is no site. */
  private Rough[] row(float[] values, int site) {
    return site < 0
        ? zeros(units)
        : Rough.exact(Arrays.copyOfRange(values, site * units, (site + 1) * units));
  }

  private static Rough[] zeros(int count) {
    Rough[] zeros = new Rough[count];
    Arrays.fill(zeros, Rough.ZERO);
    return zeros;
  }
}
