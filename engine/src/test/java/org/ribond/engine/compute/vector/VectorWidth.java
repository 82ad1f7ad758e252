package org.ribond.engine.compute.vector;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.BackendProvider;
import org.ribond.engine.compute.Matrix;

/**
 * The vector backend at one width. The width is a constant of the package's classes, so each width
 * has the package loaded anew by a class loader of its own, beside the others in one JVM.
 */
final class VectorWidth {
  private static final String PACKAGE = VectorBackend.class.getPackageName() + ".";

  private static final Map<Integer, VectorWidth> LOADED = new ConcurrentHashMap<>();

  private final BackendProvider provider;
  private final int bits;

  /** The package at a width, loaded once. */
  static VectorWidth of(int wanted) {
    return LOADED.computeIfAbsent(wanted, VectorWidth::new);
  }

  /**
   * Loads the package for vectors of {@code wanted} bits, or fewer where the processor has fewer.
   */
  private VectorWidth(int wanted) {
    String before = System.getProperty(Lanes.WIDTH_PROPERTY);
    System.setProperty(Lanes.WIDTH_PROPERTY, Integer.toString(wanted));
    try {
      ClassLoader loader = new PackageLoader();
      Class<?> lanes = Class.forName(PACKAGE + "Lanes", true, loader);
      Field width = lanes.getDeclaredField("BITS");
      width.setAccessible(true);
      bits = width.getInt(null);
      provider =
          Class.forName(PACKAGE + "VectorBackendProvider", true, loader)
              .asSubclass(BackendProvider.class)
              .getConstructor()
              .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("vector package at " + wanted + " bits", e);
    } finally {
      if (before == null) {
        System.clearProperty(Lanes.WIDTH_PROPERTY);
      } else {
        System.setProperty(Lanes.WIDTH_PROPERTY, before);
      }
    }
  }

  /** Width that was really loaded. */
  int bits() {
    return bits;
  }

  Backend open(int threads) {
    return provider.open(new BackendOptions(0, threads));
  }

  /** Fills the padding of a matrix of a backend at any width with NaN. */
  static void poison(Matrix matrix) {
    try {
      Method accessor = matrix.getClass().getDeclaredMethod("values");
      accessor.setAccessible(true);
      float[] values = (float[]) accessor.invoke(matrix);
      Method row = matrix.getClass().getDeclaredMethod("row", int.class);
      row.setAccessible(true);
      for (int i = 0; i < matrix.rows(); i++) {
        int begin = (int) row.invoke(matrix, i) + matrix.columns();
        Arrays.fill(values, begin, (int) row.invoke(matrix, i + 1), Float.NaN);
      }
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("VectorMatrix has changed", e);
    }
  }

  /** Defines the classes of the package anew and leaves all others to the tests' loader. */
  private static final class PackageLoader extends ClassLoader {
    PackageLoader() {
      super(VectorWidth.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(PACKAGE)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? define(name) : loaded;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream source = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (source == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = source.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
