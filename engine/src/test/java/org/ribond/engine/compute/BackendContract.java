package org.ribond.engine.compute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Parity.Operand;
import org.ribond.engine.compute.Parity.Run;
import org.ribond.engine.compute.Parity.Side;

/**
 * What every backend must satisfy: parity with the reference within rounding, bounds that hold for
 * any order of summation, and the same bits for any number of threads. A subclass names a backend.
 */
public abstract class BackendContract extends FrozenContract {
  /** For the subclass of each backend. */
  protected BackendContract() {}

  @Test
  void gemm_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("gemm");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              int m = sizes[0];
              int n = sizes[1];
              int k = sizes[2];
              boolean transposeA = random.nextBoolean();
              boolean transposeB = random.nextBoolean();
              boolean accumulate = random.nextBoolean();
              boolean biased = random.nextBoolean();
              Activation activation = pick(Activation.values(), random);
              Dropout dropout = dropout(random);
              try (Parity parity = parity()) {
                Operand a = parity.matrix(transposeA ? k : m, transposeA ? m : k, random);
                Operand b = parity.matrix(transposeB ? n : k, transposeB ? k : n, random);
                Operand c = parity.matrix(m, n, random);
                Operand bias = parity.matrix(1, n, random);
                parity.run(
                    side ->
                        side.backend()
                            .gemm(
                                transposeA,
                                transposeB,
                                side.of(a),
                                side.of(b),
                                accumulate,
                                side.of(c),
                                epilogue(side, biased, bias, activation, dropout)));
                parity.check(
                    c,
                    k,
                    ShapeSource.name("gemm", sizes)
                        + (transposeA ? " a^T" : " a")
                        + (transposeB ? " b^T" : " b")
                        + (accumulate ? " accumulated " : " ")
                        + activation
                        + " "
                        + dropout);
              }
            });
  }

  @Test
  void gemm_mostlyZeros_matchesReference() {
    SplittableRandom random = TestSeed.random("gemm of zeros");
    for (double density : new double[] {0, 0.05, 0.25, 0.5}) {
      for (boolean transposeA : new boolean[] {false, true}) {
        int m = random.nextInt(60, 200);
        int n = random.nextInt(48, 200);
        int k = random.nextInt(60, 600);
        boolean transposeB = random.nextBoolean();
        boolean accumulate = random.nextBoolean();
        float[] zeros = new float[m * k];
        for (int i = 0; i < zeros.length; i++) {
          zeros[i] = random.nextDouble() < density ? (float) random.nextDouble(-1, 1) : -0f;
        }
        try (Parity parity = parity()) {
          Operand a = parity.matrix(transposeA ? k : m, transposeA ? m : k, zeros);
          Operand b = parity.matrix(transposeB ? n : k, transposeB ? k : n, random);
          Operand c = parity.matrix(m, n, random);
          parity.run(
              side ->
                  side.backend()
                      .gemm(
                          transposeA,
                          transposeB,
                          side.of(a),
                          side.of(b),
                          accumulate,
                          side.of(c),
                          Epilogue.NONE));
          parity.check(c, k, "gemm " + m + "x" + n + "x" + k + ", density " + density);
        }
      }
    }
  }

  /** A pool of chains and windows into it, as {@link WindowInput} lays them down. */
  private record Pool(int alphabet, int half, List<Ints> letters, List<Ints> positions) {
    static Pool random(Parity parity, int first, int samples, SplittableRandom random) {
      int alphabet = new int[] {1, 4, 26}[random.nextInt(3)];
      int half = random.nextInt(9);
      int chain = random.nextInt(1, 40);
      int[] letters =
          IntStream.range(0, chain + 2 * half)
              .map(i -> i < half || i >= half + chain ? -1 : random.nextInt(-1, alphabet + 1))
              .toArray();
      int[] positions =
          IntStream.range(0, first + samples).map(i -> half + random.nextInt(chain)).toArray();
      return new Pool(alphabet, half, parity.ints(letters), parity.ints(positions));
    }

    WindowInput on(Side side, int first) {
      return new WindowInput(side.of(letters), side.of(positions), first, alphabet, half);
    }

    int rows() {
      return (2 * half + 1) * alphabet;
    }
  }

  @Test
  void windowSum_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("windowSum");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              int samples = Math.min(sizes[0], 600);
              int n = Math.min(sizes[1], 600);
              int first = sizes[2] % 50;
              boolean two = random.nextBoolean();
              Activation activation = pick(Activation.values(), random);
              Dropout dropout = dropout(random);
              try (Parity parity = parity()) {
                Pool p = Pool.random(parity, first, samples, random);
                Pool q = Pool.random(parity, first, samples, random);
                Operand wp = parity.matrix(p.rows(), n, random);
                Operand wq = parity.matrix(q.rows(), n, random);
                Operand bias = parity.matrix(1, n, random);
                Operand out = parity.matrix(samples, n, random);
                parity.run(
                    side ->
                        side.backend()
                            .windowSum(
                                two
                                    ? List.of(p.on(side, first), q.on(side, first))
                                    : List.of(p.on(side, first)),
                                two ? List.of(side.of(wp), side.of(wq)) : List.of(side.of(wp)),
                                side.of(out),
                                epilogue(side, true, bias, activation, dropout)));
                parity.check(out, 40, ShapeSource.name("windowSum", sizes));
              }
            });
  }

  @Test
  void windowSumGradient_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("windowSumGradient");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              int samples = Math.min(sizes[0], 600);
              int n = Math.min(sizes[1], 600);
              int first = sizes[2] % 50;
              try (Parity parity = parity()) {
                Pool pool = Pool.random(parity, first, samples, random);
                Operand dz = parity.matrix(samples, n, random);
                Operand gradient = parity.matrix(pool.rows(), n, random);
                parity.run(
                    side ->
                        side.backend()
                            .windowSumGradient(
                                pool.on(side, first), side.of(dz), side.of(gradient)));
                parity.check(gradient, samples, ShapeSource.name("windowSumGradient", sizes));
              }
            });
  }

  @Test
  void pairSum_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("pairSum");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              int residues = sizes[0];
              int bases = Math.max(sizes[1], 1);
              int n = Math.min(sizes[2], 600);
              int pairs = residues * bases;
              int first = random.nextInt(pairs + 1);
              int count = Math.min(random.nextInt(pairs - first + 1), 500);
              Activation activation = pick(Activation.values(), random);
              Dropout dropout = dropout(random);
              try (Parity parity = parity()) {
                Operand p = parity.matrix(residues, n, random);
                Operand q = parity.matrix(bases, n, random);
                Operand bias = parity.matrix(1, n, random);
                Operand out = parity.matrix(count, n, random);
                parity.run(
                    side ->
                        side.backend()
                            .pairSum(
                                side.of(p),
                                side.of(q),
                                first,
                                side.of(out),
                                epilogue(side, true, bias, activation, dropout)));
                parity.check(out, 2, ShapeSource.name("pairSum", sizes));
              }
            });
  }

  @Test
  void dropout_manyShapes_hasExactlyTheFactorsOfTheReference() {
    SplittableRandom random = TestSeed.random("dropout");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              int rows = Math.min(sizes[0], 70);
              int n = Math.min(sizes[1], 600);
              float rate = random.nextInt(3) == 0 ? 0.5f : (float) random.nextDouble(0.01, 0.99);
              Dropout dropout =
                  new Dropout(
                      rate,
                      random.nextInt(),
                      random.nextInt(),
                      random.nextInt(0x10000),
                      random.nextInt(),
                      random.nextInt(0x10000));
              try (Matrix ones = backend().allocate(rows, n);
                  Matrix zero = backend().allocate(1, n);
                  Matrix out = backend().allocate(rows, n)) {
                backend().fill(ones, 1);
                backend()
                    .pairSum(
                        ones,
                        zero,
                        0,
                        out,
                        new Epilogue(Optional.empty(), Activation.LINEAR, dropout));
                float[] actual = new float[rows * n];
                backend().download(out, actual);
                int[] scratch = new int[4];
                for (int i = 0; i < actual.length; i++) {
                  assertEquals(
                      dropout.factor(i / n, i % n, scratch),
                      actual[i],
                      () -> dropout + ", columns " + n + TestSeed.hint());
                }
              }
            });
  }

  @Test
  void activationGradient_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("activationGradient");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              int rows = Math.min(sizes[0], 600);
              int n = Math.min(sizes[1], 600);
              Activation[] reversible =
                  Arrays.stream(Activation.values())
                      .filter(Activation::isReversible)
                      .toArray(Activation[]::new);
              Activation activation = pick(reversible, random);
              Dropout dropout = dropout(random);
              try (Parity parity = parity()) {
                float[] outputs = Parity.random(rows * n, random);
                int[] scratch = new int[4];
                for (int i = 0; i < outputs.length; i++) {
                  float factor = dropout.isActive() ? dropout.factor(i / n, i % n, scratch) : 1;
                  outputs[i] = (float) activation.apply(outputs[i]) * factor;
                }
                Operand output = parity.matrix(rows, n, outputs);
                Operand gradient = parity.matrix(rows, n, random);
                parity.run(
                    side ->
                        side.backend()
                            .activationGradient(
                                side.of(activation), dropout, side.of(output), side.of(gradient)));
                parity.check(
                    gradient, 12, ShapeSource.name("activationGradient " + activation, sizes));
              }
            });
  }

  @Test
  void columnSums_manyShapes_matchesReference() {
    SplittableRandom random = TestSeed.random("columnSums");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              boolean accumulate = random.nextBoolean();
              try (Parity parity = parity()) {
                Operand a = parity.matrix(sizes[0], sizes[1], random);
                Operand sums = parity.matrix(1, sizes[1], random);
                parity.run(
                    side -> side.backend().columnSums(side.of(a), accumulate, side.of(sums)));
                parity.check(sums, sizes[0], ShapeSource.name("columnSums", sizes));
              }
            });
  }

  @Test
  void fillAndCopy_manyShapes_keepValuesExactly() {
    SplittableRandom random = TestSeed.random("copy");
    ShapeSource.triples(random)
        .forEach(
            sizes -> {
              try (Parity parity = parity()) {
                Operand from = parity.matrix(sizes[0], sizes[1], random);
                Operand to = parity.matrix(sizes[0], sizes[1], random);
                parity.run(side -> side.backend().copy(side.of(from), side.of(to)));
                parity.run(side -> side.backend().fill(side.of(from), 0.25f));
                assertArrayEquals(parity.values(to, Run.EXACT), parity.values(to, Run.TESTED), 0);
                assertArrayEquals(
                    parity.values(from, Run.EXACT), parity.values(from, Run.TESTED), 0);
              }
            });
  }

  @Test
  void operations_wrongShapes_nameOperationAndShapes() {
    try (Matrix a = backend().allocate(128, 94);
        Matrix b = backend().allocate(90, 64);
        Matrix c = backend().allocate(128, 64)) {
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> backend().gemm(false, false, a, b, false, c, Epilogue.NONE))
              .getMessage();
      assertEquals("gemm: a is 128x94, b is 90x64; inner dimensions differ", message);
      assertThrows(IllegalArgumentException.class, () -> backend().copy(a, b));
      assertThrows(IllegalArgumentException.class, () -> backend().upload(new float[3], a));
      assertThrows(IllegalArgumentException.class, () -> a.leadingRows(129));
    }
  }

  @Test
  void operations_anyNumberOfThreads_giveTheSameBits() {
    List<float[]> one = results(open(1));
    for (int threads = 2; threads <= 3; threads++) {
      List<float[]> more = results(open(threads));
      for (int i = 0; i < one.size(); i++) {
        assertArrayEquals(one.get(i), more.get(i), 0, "result " + i + " with " + threads);
      }
    }
  }

  /** Results of every operation, at sizes worth several threads; closes the backend. */
  protected static List<float[]> results(Backend backend) {
    try (backend) {
      return OperationScript.run(backend);
    }
  }
}
