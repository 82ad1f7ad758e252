package org.ribond.engine.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.ribond.engine.compute.scalar.ScalarBackend;

/**
 * Runs one operation three times: on the backend under test; on the reference in double; and on the
 * reference with the magnitudes of all operands and no activation, which gives the sum of
 * magnitudes that error bounds of floating-point sums are stated in (Higham, "Accuracy and
 * Stability of Numerical Algorithms", 2nd ed., section 3.1).
 *
 * <p>Each operand of the backend under test is followed by rows of a known value that must survive;
 * the subclass of {@link BackendContract} may fill the padding with NaN besides.
 */
public final class Parity implements AutoCloseable {
  /** Half the distance from 1 to the next float. */
  public static final double UNIT = 0x1p-24;

  /** No activation is steeper. */
  private static final double SLOPE = 1.125;

  private static final int GUARD_ROWS = 2;
  private static final float GUARD = -12345.5f;

  private final Backend tested;
  private final Consumer<Matrix> poison;
  private final Backend exact = ScalarBackend.inDouble();
  private final List<Operand> operands = new ArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();

  /** With the backend under test and what spoils the padding of one of its matrices. */
  public Parity(Backend tested, Consumer<Matrix> poison) {
    this.tested = tested;
    this.poison = poison;
  }

  /** One of the three runs. */
  public enum Run {
    TESTED,
    EXACT,
    MAGNITUDE
  }

  /** What is run three times. */
  public interface Operation {
    /** Runs on one side. */
    void run(Side side);
  }

  /** The backend and operands of one run. */
  public final class Side {
    private final Run run;

    Side(Run run) {
      this.run = run;
    }

    /** The backend. */
    public Backend backend() {
      return run == Run.TESTED ? tested : exact;
    }

    /** This side's copy of a matrix. */
    public Matrix of(Operand operand) {
      return operand.copies.get(run);
    }

    /** This side's copy of a list. */
    public Ints of(List<Ints> list) {
      return list.get(run == Run.TESTED ? 0 : 1);
    }

    /**
     * The activation, or none where magnitudes are wanted: each has slopes of at most {@link
     * #SLOPE}.
     */
    public Activation of(Activation activation) {
      return run == Run.MAGNITUDE ? Activation.LINEAR : activation;
    }
  }

  /** A matrix on all three sides. */
  public static final class Operand {
    private final int rows;
    private final int columns;
    private final Map<Run, Matrix> copies = new EnumMap<>(Run.class);
    private Matrix guarded;

    Operand(int rows, int columns) {
      this.rows = rows;
      this.columns = columns;
    }
  }

  /** A matrix of random values in [-1, 1). */
  public Operand matrix(int rows, int columns, SplittableRandom random) {
    return matrix(rows, columns, random(rows * columns, random));
  }

  /** A matrix of given values. */
  public Operand matrix(int rows, int columns, float[] values) {
    Operand operand = new Operand(rows, columns);
    operand.guarded = keep(tested.allocate(rows + GUARD_ROWS, columns));
    tested.fill(operand.guarded, GUARD);
    operand.copies.put(Run.TESTED, operand.guarded.leadingRows(rows));
    operand.copies.put(Run.EXACT, keep(exact.allocate(rows, columns)));
    operand.copies.put(Run.MAGNITUDE, keep(exact.allocate(rows, columns)));
    tested.upload(values, operand.copies.get(Run.TESTED));
    exact.upload(values, operand.copies.get(Run.EXACT));
    exact.upload(magnitudes(values), operand.copies.get(Run.MAGNITUDE));
    poison.accept(operand.guarded);
    operands.add(operand);
    return operand;
  }

  /** A list of integers. */
  public List<Ints> ints(int... values) {
    Ints testedList = keep(tested.allocateInts(values.length));
    Ints exactList = keep(exact.allocateInts(values.length));
    tested.upload(values, testedList);
    exact.upload(values, exactList);
    return List.of(testedList, exactList);
  }

  private <T extends AutoCloseable> T keep(T resource) {
    open.add(resource);
    return resource;
  }

  /** Random values in [-1, 1). */
  public static float[] random(int count, SplittableRandom random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  private static float[] magnitudes(float[] values) {
    float[] result = values.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] = Math.abs(result[i]);
    }
    return result;
  }

  /** Runs the operation on all three sides, and checks that no guard was touched. */
  public void run(Operation operation) {
    for (Run run : Run.values()) {
      operation.run(new Side(run));
    }
    tested.synchronize();
    for (Operand operand : operands) {
      float[] all = new float[(operand.rows + GUARD_ROWS) * operand.columns];
      tested.download(operand.guarded, all);
      for (int i = operand.rows * operand.columns; i < all.length; i++) {
        assertEquals(
            GUARD, all[i], "row after a matrix of " + Shapes.of(operand.copies.get(Run.TESTED)));
      }
    }
  }

  /** The values of one side. */
  public float[] values(Operand operand, Run run) {
    float[] values = new float[operand.rows * operand.columns];
    (run == Run.TESTED ? tested : exact).download(operand.copies.get(run), values);
    return values;
  }

  /**
   * Checks a result whose elements are sums of {@code terms} products or values, with an epilogue:
   * {@code |error| <= gamma(terms + 4) 9/8 magnitude + 8 u |exact|}, where {@code gamma(k) = k u /
   * (1 - k u)}. The four are for a bias, what stood there, the dropout's factor and the rounding of
   * the exact value; the second summand is for the activation, good to 3 units in the last place,
   * and its slope.
   */
  public void check(Operand result, int terms, String what) {
    float[] magnitude = values(result, Run.MAGNITUDE);
    float[] expected = values(result, Run.EXACT);
    double[] bounds = new double[expected.length];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] =
          SLOPE * gamma(terms + 4) * magnitude[i] + 8 * UNIT * Math.abs(expected[i]) + 0x1p-120;
    }
    check(result, bounds, what);
  }

  /** Checks each element of a result against its own bound. */
  public void check(Operand result, double[] bounds, String what) {
    float[] expected = values(result, Run.EXACT);
    float[] actual = values(result, Run.TESTED);
    for (int i = 0; i < expected.length; i++) {
      double error = Math.abs((double) actual[i] - expected[i]);
      if (!(error <= bounds[i])) {
        fail(
            String.format(
                "%s, element (%d, %d): %s, expected %s, error %s, bound %s%s",
                what,
                i / result.columns,
                i % result.columns,
                actual[i],
                expected[i],
                error,
                bounds[i],
                TestSeed.hint()));
      }
    }
  }

  /**
   * Relative error of a sum or product of {@code k} floats in any order: {@code k u / (1 - k u)}.
   */
  public static double gamma(int k) {
    return k * UNIT / (1 - k * UNIT);
  }

  /** Gives back what was allocated, so that thousands of cases fit a device. */
  @Override
  public void close() {
    for (AutoCloseable resource : open) {
      switch (resource) {
        case Matrix matrix -> matrix.close();
        case Ints list -> list.close();
        default -> throw new AssertionError(Arrays.toString(resource.getClass().getInterfaces()));
      }
    }
    exact.close();
  }
}
