package org.ribond.engine.network;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.BackendProvider;
import org.ribond.engine.compute.Backends;
import org.ribond.engine.compute.DeviceMemoryException;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.Probe;

/** Small networks, samples and backends for tests. */
final class TestNetworks {
  private TestNetworks() {}

  /** Every backend that starts on this machine. */
  static List<Backend> backends() {
    List<Backend> backends = new ArrayList<>();
    for (BackendProvider provider : Backends.providers()) {
      if (provider.probe() instanceof Probe.Available) {
        backends.add(provider.open(BackendOptions.defaults()));
      }
    }
    return backends;
  }

  /** {@code backend}, but it prefers chunks of {@code rows}. */
  static Backend preferring(int rows, Backend backend) {
    return answering("preferredRows", rows, backend);
  }

  /** {@code backend}, but it says that it leaves out zeros, or not. */
  static Backend leavingOutZeros(boolean leaves, Backend backend) {
    return answering("leavesOutZeros", leaves, backend);
  }

  private static Backend answering(String question, Object answer, Backend backend) {
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals(question)) {
                return answer;
              }
              try {
                return method.invoke(backend, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  static Ints ints(Backend backend, int... values) {
    Ints list = backend.allocateInts(values.length);
    backend.upload(values, list);
    return list;
  }

  static Matrix row(Backend backend, float... values) {
    Matrix matrix = backend.allocate(1, values.length);
    backend.upload(values, matrix);
    return matrix;
  }

  static float[] values(Backend backend, Matrix matrix) {
    float[] values = new float[matrix.rows() * matrix.columns()];
    backend.download(matrix, values);
    return values;
  }

  /** Weights in order, one after another. */
  static float[] flat(Weights weights) {
    int length = weights.tensors().stream().mapToInt(tensor -> tensor.values().length).sum();
    float[] flat = new float[length];
    int at = 0;
    for (Tensor tensor : weights.tensors()) {
      System.arraycopy(tensor.values(), 0, flat, at, tensor.values().length);
      at += tensor.values().length;
    }
    return flat;
  }

  /** Random weights, biases too, uniform within one half. */
  static Weights randomWeights(WindowArchitecture architecture, Random random) {
    Weights weights = Weights.zeros(architecture);
    for (Tensor tensor : weights.tensors()) {
      for (int i = 0; i < tensor.values().length; i++) {
        tensor.values()[i] = random.nextFloat() - 0.5f;
      }
    }
    return weights;
  }

  /** A pool of one chain of random letters, unknown ones among them, padded on both sides. */
  static int[] pool(Window window, int length, Random random) {
    int[] letters = new int[length + 2 * window.halfWindow()];
    for (int i = 0; i < letters.length; i++) {
      boolean inside = i >= window.halfWindow() && i < window.halfWindow() + length;
      letters[i] = inside ? random.nextInt(window.alphabet() + 1) : window.alphabet();
    }
    return letters;
  }

  /** Random samples on {@code backend}. */
  static Samples samples(
      Backend backend, WindowArchitecture architecture, int count, Random random) {
    List<Ints> letters = new ArrayList<>();
    List<Ints> positions = new ArrayList<>();
    for (Window window : architecture.windows()) {
      int[] pool = pool(window, 9, random);
      letters.add(ints(backend, pool));
      positions.add(
          ints(
              backend, random.ints(count, window.halfWindow(), window.halfWindow() + 9).toArray()));
    }
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      weights[i] = 0.25f + 2 * random.nextFloat();
    }
    int[] labels = random.ints(count, 0, architecture.classes()).toArray();
    return new Samples(letters, positions, ints(backend, labels), row(backend, weights));
  }

  /**
   * {@code backend}, but its allocation {@code number} fails, and it copies and multiplies nothing;
   * {@code open} counts what is not closed.
   */
  static Backend failingAt(int number, AtomicInteger open, Backend backend) {
    AtomicInteger allocations = new AtomicInteger();
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("allocate")) {
                if (allocations.incrementAndGet() == number) {
                  throw new DeviceMemoryException("full", 1, 0);
                }
                open.incrementAndGet();
                return counting(backend.allocate((int) arguments[0], (int) arguments[1]), open);
              }
              if (method.getName().equals("upload") || method.getName().equals("gemm")) {
                return null;
              }
              try {
                return method.invoke(backend, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static Matrix counting(Matrix matrix, AtomicInteger open) {
    return new Matrix() {
      @Override
      public int rows() {
        return matrix.rows();
      }

      @Override
      public int columns() {
        return matrix.columns();
      }

      @Override
      public Matrix leadingRows(int count) {
        return matrix.leadingRows(count);
      }

      @Override
      public void close() {
        open.decrementAndGet();
      }
    };
  }
}
