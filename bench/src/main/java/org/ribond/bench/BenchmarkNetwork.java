package org.ribond.bench;

import java.util.List;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.model.Models;
import org.ribond.engine.network.Window;
import org.ribond.engine.network.WindowArchitecture;
import org.ribond.engine.sequence.Alphabet;

/**
 * A network that is trained and asked in the benchmark.
 *
 * @param name name in reports
 * @param architecture its shape, with the dropout that it is trained with
 */
record BenchmarkNetwork(String name, WindowArchitecture architecture) {
  private static final float DROPOUT = 0.5f;

  /**
   * The two networks of arXiv 2511.08648 that stand for its smallest and largest windows, and the
   * shipped model on windows.
   */
  static List<BenchmarkNetwork> all() {
    return List.of(ofPaper(15, 451, 901), ofPaper(31, 931, 1861), ofShippedModel());
  }

  private static BenchmarkNetwork ofPaper(int window, int first, int second) {
    return new BenchmarkNetwork("window " + window, perceptron(window, first, second));
  }

  /** The model on windows that comes with Ribond, or where none does, one of its usual shape. */
  private static BenchmarkNetwork ofShippedModel() {
    return new BenchmarkNetwork(
        "model window",
        Models.names().contains(Models.WINDOW)
            ? Models.read(Models.WINDOW).windowArchitecture()
            : perceptron(15, 256, 128));
  }

  private static WindowArchitecture perceptron(int window, int first, int second) {
    return new WindowArchitecture(
        List.of(
            new Window("residue", Alphabet.PROTEIN.size(), window / 2),
            new Window("base", Alphabet.RNA.size(), window / 2)),
        List.of(first, second),
        Activation.RELU,
        DROPOUT,
        2);
  }

  /** Its layers' widths, such as 360-451-901-2. */
  String shape() {
    StringBuilder shape = new StringBuilder().append(architecture.inputWidth());
    architecture.hidden().forEach(units -> shape.append('-').append(units));
    return shape.append('-').append(architecture.classes()).toString();
  }

  /** Floating-point operations of one pass of one pair through the layers after the first. */
  double denseFlops() {
    double flops = 0;
    int inputs = architecture.hidden().getFirst();
    for (int outputs : architecture.hidden().subList(1, architecture.hidden().size())) {
      flops += 2.0 * inputs * outputs;
      inputs = outputs;
    }
    return flops + 2.0 * inputs * architecture.classes();
  }

  /** Weight rows that one pair gathers in the first layer. */
  int gatheredRows() {
    return architecture.windows().stream().mapToInt(Window::length).sum();
  }

  /** Units of the first layer. */
  int firstUnits() {
    return architecture.hidden().getFirst();
  }
}
