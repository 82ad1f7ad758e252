package org.ribond.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Contrast;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Pooling;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.compute.scalar.ScalarMatrix;

/**
 * Gradients of networks on whole sequences against central differences in double, for every
 * parameter. See {@link GradientTest}.
 */
class ChainGradientTest {
  private static final double STEP = 2e-4;
  private static final double RELATIVE = 1e-6;

  /** Gradients smaller than this are compared as if they were as large. */
  private static final double SMALLEST = 1e-4;

  /** The same of networks over maps and of encoders, whose many normalisations curve the loss. */
  private static final double SMALLEST_OF_PAIRS = 1e-3;

  private static final int LARGE = 60;
  private static final int STRIDE = 7;
  private static final int[] LENGTHS = {7, 1, 12, 4, 0, 9};
  private static final float SCALE = 0.25f;
  private static final int OPTIMISER_STEP = 3;
  private static final long SEED = Long.getLong("ribond.test.seed", 2025);

  private final Backend backend = ScalarBackend.inDouble();

  @ParameterizedTest
  @CsvSource({
    "conv-lstm, 0, CLASSES",
    "conv-lstm, 0.3, SIGMOID",
    "conv-gru, 0, SIGMOID",
    "conv-gru, 0.4, CLASSES",
    "lstm, 0, SQUARED",
    "lstm, 0.3, CLASSES",
    "gru, 0, CLASSES",
    "conv, 0, SIGMOID",
    "conv, 0.3, CLASSES",
    "deepram, 0, CLASSES",
    "deepram, 0.3, SQUARED",
    "deepram-max, 0.2, CLASSES",
    "dilated, 0, CLASSES",
    "dilated, 0.3, SIGMOID",
    "dilated-rows, 0, SQUARED",
    "dilated-rows, 0.3, CLASSES",
    "dilated-plain, 0, CLASSES",
    "dilated-small, 0, SIGMOID"
  })
  void addGradient_ofEachFamily_isTheCentralDifference(String name, float dropout, String loss) {
    System.out.println("ribond.test.seed=" + SEED);
    Random random = new Random(SEED);
    Family family = TestFamilies.all(dropout).get(name);
    ChainArchitecture architecture = new ChainArchitecture(TestFamilies.ALPHABET, 3, family);
    Readings readings = TestFamilies.readings(TestFamilies.sequences(random, LENGTHS));
    check(architecture, readings, targets(loss, LENGTHS.length, 3, random), dropout, random);
  }

  @ParameterizedTest
  @CsvSource({
    "fold, 0, SIGMOID",
    "fold, 0.3, SIGMOID",
    "fold-plain, 0.2, SQUARED",
    "rnaformer, 0, CLASSES",
    "rnaformer, 0.3, CLASSES",
  })
  void addGradient_ofEachFamilyOnPairs_isTheCentralDifference(
      String name, float dropout, String loss) {
    System.out.println("ribond.test.seed=" + SEED);
    Random random = new Random(SEED);
    PairFamily family = TestFamilies.pairs(dropout).get(name);
    ChainArchitecture architecture =
        new ChainArchitecture(TestFamilies.ALPHABET, family.outputs(), family);
    Readings readings = TestFamilies.pairs(family, TestFamilies.sequences(random, LENGTHS), random);
    int cells = IntStream.of(LENGTHS).map(length -> length * length).sum();
    ChainTargets targets = targets(loss, cells, family.outputs(), random);
    check(architecture, readings, targets, dropout, random);
  }

  @ParameterizedTest
  @CsvSource({
    "VECTOR, 0, SQUARED",
    "LABEL, 0.3, CLASSES",
    "HEAD, 0, DCL",
    "HEAD, 0.3, NT-XENT",
    "VECTOR, 0, DCL"
  })
  void addGradient_ofEncoders_isTheCentralDifference(IsoClr.Top top, float dropout, String loss) {
    System.out.println("ribond.test.seed=" + SEED);
    Random random = new Random(SEED);
    IsoClr encoder = TestFamilies.encoder(top, dropout);
    ChainArchitecture architecture = new ChainArchitecture(TestFamilies.ALPHABET, 4, encoder);
    Readings readings = TestFamilies.marked(TestFamilies.sequences(random, LENGTHS), random);
    check(architecture, readings, targets(loss, LENGTHS.length, 4, random), dropout, random);
  }

  @ParameterizedTest
  @CsvSource({"0, SITES", "0.3, SITES", "0.3, SIGMOID", "0, CLASSES"})
  void addGradient_ofTowers_isTheCentralDifference(float dropout, String loss) {
    System.out.println("ribond.test.seed=" + SEED);
    Random random = new Random(SEED);
    Tower tower = TestFamilies.tower(dropout);
    ChainArchitecture architecture = new ChainArchitecture(TestFamilies.ALPHABET, 2, tower);
    Readings readings = TestFamilies.numbered(TestFamilies.sequences(random, LENGTHS), random);
    int letters = IntStream.of(LENGTHS).sum();
    ChainTargets targets =
        loss.equals("SITES")
            ? TestFamilies.sites(letters, random)
            : targets(loss, letters, 2, random);
    check(architecture, readings, targets, dropout, random);
  }

  private void check(
      ChainArchitecture architecture,
      Readings readings,
      ChainTargets targets,
      float dropout,
      Random random) {
    Weights weights = TestFamilies.randomWeights(architecture, random);
    boolean isCurved =
        architecture.family() instanceof PairFamily || architecture.family() instanceof IsoClr;
    double smallest = isCurved ? SMALLEST_OF_PAIRS : SMALLEST;
    try (ChainNetwork network = new ChainNetwork(backend, architecture, weights);
        ChainLearner learner = new ChainLearner(network, Adam.of(0.001f), 7, 1)) {
      learner.maskLetters(dropout / 3);
      learner.smoothLabels(dropout);
      learner.addGradient(readings, targets, SCALE, OPTIMISER_STEP);
      List<double[]> gradient =
          learner.gradient().matrices().stream()
              .map(matrix -> ((ScalarMatrix) matrix))
              .map(ChainGradientTest::values)
              .toList();
      int atKinks = 0;
      int parameters = 0;
      for (int place = 0; place < gradient.size(); place++) {
        if (!learner.gradient().shape(place).learns()) {
          continue;
        }
        ScalarMatrix matrix = (ScalarMatrix) network.deviceLayers().weights().get(place);
        int stride = gradient.get(place).length > LARGE ? STRIDE : 1;
        for (int i = 0; i < gradient.get(place).length; i += stride) {
          parameters++;
          double difference = difference(network, learner, readings, targets, matrix, i);
          if (Double.isNaN(difference)) {
            atKinks++;
            continue;
          }
          assertEquals(
              difference,
              gradient.get(place)[i],
              RELATIVE * Math.max(smallest, Math.abs(difference)),
              weights.tensors().get(place).name() + " element " + i);
        }
      }
      assertTrue(atKinks <= parameters / 10, atKinks + " of " + parameters + " are at a kink");
    }
  }

  private static ChainTargets targets(String loss, int count, int outputs, Random random) {
    return switch (loss) {
      case "DCL", "NT-XENT" ->
          new ChainTargets.Pairs(
              new Contrast(0.4f, loss.equals("DCL")),
              TestFamilies.classes(count / 2, outputs, random).weights());
      case "CLASSES" -> TestFamilies.classes(count, outputs, random);
      case "SIGMOID" ->
          TestFamilies.numbers(
              ChainTargets.Numbers.Loss.SIGMOID_CROSS_ENTROPY, count, outputs, random);
      default ->
          TestFamilies.numbers(ChainTargets.Numbers.Loss.SQUARED_ERROR, count, outputs, random);
    };
  }

  /** Central difference of the loss, or not a number where a unit or a maximum changes sides. */
  private double difference(
      ChainNetwork network,
      ChainLearner learner,
      Readings readings,
      ChainTargets targets,
      ScalarMatrix matrix,
      int element) {
    int row = element / matrix.columns();
    int column = element % matrix.columns();
    double value = matrix.get(row, column);
    double[] loss = new double[5];
    List<List<Integer>> sides = new ArrayList<>();
    for (int k = -2; k <= 2; k++) {
      matrix.set(row, column, value + k * STEP);
      backend.fill(learner.loss(), 0);
      learner.addGradient(readings, targets, SCALE, OPTIMISER_STEP);
      loss[k + 2] = ((ScalarMatrix) learner.loss()).get(0, 0);
      sides.add(sides(network.blueprint().layers(), learner));
    }
    matrix.set(row, column, value);
    boolean isSmooth = sides.stream().allMatch(sides.get(2)::equals);
    return isSmooth ? (8 * (loss[3] - loss[1]) - (loss[4] - loss[0])) / (12 * STEP) : Double.NaN;
  }

  /** Which rectified units are above 0, and which sites have the maxima. */
  private static List<Integer> sides(List<Layer> layers, ChainLearner learner) {
    List<Integer> sides = new ArrayList<>();
    List<Layout> layouts = new ArrayList<>();
    for (int number = 0; number < layers.size(); number++) {
      layouts.add(layers.get(number).layout(Layout.chains(LENGTHS), layouts));
      double[] output = values((ScalarMatrix) learner.outputs().get(number));
      if (isRectified(layers.get(number))) {
        for (double value : output) {
          sides.add(value > 0 ? 1 : 0);
        }
      }
      if (layers.get(number) instanceof PoolLayer pool
          && pool.pooling().kind() == Pooling.Kind.MAX) {
        double[] below = values((ScalarMatrix) learner.outputs().get(pool.input()));
        addMaxima(pool, layouts.get(pool.input()), below, sides);
      }
    }
    return sides;
  }

  private static boolean isRectified(Layer layer) {
    return switch (layer) {
      case LettersLayer letters -> isRectifier(letters.activation());
      case ConvolutionLayer convolution -> isRectifier(convolution.activation());
      case MapConvolutionLayer convolution -> isRectifier(convolution.activation());
      case DenseLayer dense -> isRectifier(dense.activation());
      case ActivationLayer activation -> isRectifier(activation.activation());
      default -> false;
    };
  }

  private static boolean isRectifier(Activation activation) {
    return activation == Activation.RELU || activation == Activation.LEAKY_RELU;
  }

  private static void addMaxima(PoolLayer pool, Layout from, double[] below, List<Integer> sides) {
    int width = pool.width();
    for (int chain = 0; chain < from.count(); chain++) {
      int length = from.length(chain);
      for (int output = 0; output < pool.pooling().outputs(length); output++) {
        int begin = from.start(chain) + pool.pooling().begin(output, length);
        int end = from.start(chain) + pool.pooling().end(output, length);
        for (int channel = 0; channel < width; channel++) {
          int largest = begin;
          for (int site = begin + 1; site < end; site++) {
            boolean isLarger = below[site * width + channel] > below[largest * width + channel];
            largest = isLarger ? site : largest;
          }
          sides.add(largest);
        }
      }
    }
  }

  private static double[] values(ScalarMatrix matrix) {
    double[] values = new double[matrix.rows() * matrix.columns()];
    Arrays.setAll(values, i -> matrix.get(i / matrix.columns(), i % matrix.columns()));
    return values;
  }
}
