package org.ribond.engine.contact.predict;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.LayerKind;
import org.ribond.engine.network.Tensor;
import org.ribond.engine.network.Weights;
import org.ribond.engine.network.Window;
import org.ribond.engine.network.WindowArchitecture;
import org.ribond.engine.sequence.Sequence;

/**
 * Scores pairs the plain way, in double: writes out the concatenated one-hot windows of each pair
 * and multiplies them through all layers.
 */
final class DenseReference {
  private final WindowArchitecture architecture;
  private final Map<String, Tensor> tensors;
  private final double[] input;

  private DenseReference(WindowArchitecture architecture, Weights weights, double[] input) {
    this.architecture = architecture;
    this.tensors =
        weights.tensors().stream().collect(Collectors.toMap(Tensor::name, tensor -> tensor));
    this.input = input;
  }

  /** Mean probability of a contact over the members. */
  static double score(TrainedModel model, Sequence protein, Sequence rna, int residue, int base) {
    double sum = 0;
    for (Weights weights : model.members()) {
      sum += probability(model.windowArchitecture(), weights, protein, rna, residue, base);
    }
    return sum / model.members().size();
  }

  private static double probability(
      WindowArchitecture architecture,
      Weights weights,
      Sequence protein,
      Sequence rna,
      int residue,
      int base) {
    Window residues = architecture.windows().getFirst();
    Window bases = architecture.windows().getLast();
    double[] a = oneHot(residues, protein, residue);
    double[] b = oneHot(bases, rna, base);
    double[] input = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, input, a.length, b.length);
    DenseReference reference = new DenseReference(architecture, weights, input);
    double[] values = reference.logits();
    return 1 / (1 + Math.exp(values[0] - values[1]));
  }

  private double[] logits() {
    double[] values = input;
    int layers = architecture.hidden().size();
    for (int layer = 1; layer <= layers; layer++) {
      String number = layer + ".";
      values =
          switch (architecture.kind()) {
            case DENSE -> activated(dense(layer, values));
            case GAUSSIAN -> affine("dense." + number, gaussian("gaussian." + number, values));
            case GATED -> affine("dense." + number, gate("gate." + number, values));
            case ATTENTION ->
                affine("dense." + number, attention("attention." + number, values, layer == 1));
            case BATCH_ATTENTION -> throw new IllegalArgumentException("depends on neighbours");
          };
    }
    int last = architecture.kind() == LayerKind.DENSE ? layers : layers + 1;
    return affine("dense." + last + ".", values);
  }

  private double[] dense(int layer, double[] values) {
    return layer == 1 ? onInput("window.") : affine("dense." + (layer - 1) + ".", values);
  }

  private double[] activated(double[] values) {
    return Arrays.stream(values).map(architecture.activation()::apply).toArray();
  }

  private double[] gaussian(String name, double[] x) {
    float[] centres = tensors.get(name + "centres").values();
    float[] widths = tensors.get(name + "widths").values();
    double[] y = new double[x.length];
    Arrays.setAll(y, j -> Math.exp(-widths[j] * Math.pow(x[j] - centres[j], 2)));
    return y;
  }

  private double[] gate(String name, double[] x) {
    double[] linear = onInput(name + "linear.");
    double[] tanh = onInput(name + "tanh.");
    double[] sigmoid = onInput(name + "sigmoid.");
    double[] y = new double[x.length];
    Arrays.setAll(y, j -> (x[j] + linear[j] * Math.tanh(tanh[j])) / (1 + Math.exp(-sigmoid[j])));
    return y;
  }

  private double[] attention(String name, double[] x, boolean onInput) {
    double[] q = onInput ? onInput(name + "query.") : affine(name + "query.", x);
    double[] k = onInput ? onInput(name + "key.") : affine(name + "key.", x);
    double[] v = onInput ? onInput(name + "value.") : affine(name + "value.", x);
    int tokens = 8;
    int width = q.length / tokens;
    double[] seen = new double[q.length];
    for (int token = 0; token < tokens; token++) {
      double[] weights = new double[tokens];
      for (int other = 0; other < tokens; other++) {
        for (int j = 0; j < width; j++) {
          weights[other] += q[token * width + j] * k[other * width + j] / Math.sqrt(width);
        }
        weights[other] = Math.exp(weights[other]);
      }
      double sum = Arrays.stream(weights).sum();
      for (int other = 0; other < tokens; other++) {
        for (int j = 0; j < width; j++) {
          seen[token * width + j] += weights[other] / sum * v[other * width + j];
        }
      }
    }
    double[] y = affine(name + "out.", seen);
    Arrays.setAll(y, j -> y[j] + x[j]);
    return y;
  }

  private double[] onInput(String name) {
    Tensor residues = tensors.get(name + "residue");
    double[] p = product(Arrays.copyOf(input, residues.rows()), residues);
    double[] q =
        product(
            Arrays.copyOfRange(input, residues.rows(), input.length), tensors.get(name + "base"));
    float[] bias = tensors.get(name + "bias").values();
    Arrays.setAll(p, j -> p[j] + q[j] + bias[j]);
    return p;
  }

  private double[] affine(String name, double[] x) {
    double[] y = product(x, tensors.get(name + "weights"));
    float[] bias = tensors.get(name + "bias").values();
    Arrays.setAll(y, j -> y[j] + bias[j]);
    return y;
  }

  private static double[] oneHot(Window window, Sequence chain, int centre) {
    double[] code = new double[window.weightRows()];
    for (int k = 0; k < window.length(); k++) {
      int place = centre - window.halfWindow() + k;
      if (place >= 0 && place < chain.length() && chain.code(place) < window.alphabet()) {
        code[k * window.alphabet() + chain.code(place)] = 1;
      }
    }
    return code;
  }

  private static double[] product(double[] row, Tensor matrix) {
    double[] result = new double[matrix.columns()];
    for (int i = 0; i < row.length; i++) {
      for (int j = 0; j < result.length; j++) {
        result[j] += row[i] * matrix.values()[i * matrix.columns() + j];
      }
    }
    return result;
  }
}
