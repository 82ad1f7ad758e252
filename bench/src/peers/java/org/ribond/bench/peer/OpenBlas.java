package org.ribond.bench.peer;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The few functions of OpenBLAS that the comparison needs, called through {@code
 * java.lang.foreign}. Debian's package is {@code libopenblas0-pthread}.
 */
@SuppressWarnings("restricted") // the peer is a native library
final class OpenBlas {
  /** Where to find the library, if not in the usual place. */
  static final String PROPERTY = "openblas";

  private static final String DEBIAN =
      "/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblas.so.0";

  private static final int ROW_MAJOR = 101;
  private static final int PLAIN = 111;
  private static final int TRANSPOSED = 112;

  private final MethodHandle sgemm;
  private final MethodHandle setThreads;
  private final String core;

  /** Loads the library. */
  OpenBlas() {
    Path path = Path.of(System.getProperty(PROPERTY, DEBIAN));
    if (!Files.exists(path)) {
      throw new IllegalStateException(
          path + " not found: install libopenblas0-pthread or give its path by -D" + PROPERTY);
    }
    SymbolLookup library = SymbolLookup.libraryLookup(path, Arena.global());
    ValueLayout.OfInt integer = ValueLayout.JAVA_INT;
    ValueLayout.OfFloat real = ValueLayout.JAVA_FLOAT;
    ValueLayout pointer = ValueLayout.ADDRESS;
    sgemm =
        find(
            library,
            "cblas_sgemm",
            FunctionDescriptor.ofVoid(
                integer, integer, integer, integer, integer, integer, real, pointer, integer,
                pointer, integer, real, pointer, integer));
    setThreads = find(library, "openblas_set_num_threads", FunctionDescriptor.ofVoid(integer));
    core = text(find(library, "openblas_get_corename", FunctionDescriptor.of(pointer)));
  }

  private static MethodHandle find(
      SymbolLookup library, String name, FunctionDescriptor descriptor) {
    return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), descriptor);
  }

  private static String text(MethodHandle getter) {
    try {
      MemorySegment address = (MemorySegment) getter.invokeExact();
      return address.reinterpret(64).getString(0);
    } catch (Throwable e) {
      throw new IllegalStateException("OpenBLAS failed", e);
    }
  }

  /** The processor whose kernels OpenBLAS chose. */
  String core() {
    return core;
  }

  void setThreads(int threads) {
    try {
      setThreads.invokeExact(threads);
    } catch (Throwable e) {
      throw new IllegalStateException("openblas_set_num_threads failed", e);
    }
  }

  /** {@code c = op(a) op(b)}, row-major, {@code c} m x n. */
  void sgemm(
      GemmShape shape,
      MemorySegment a,
      int lda,
      MemorySegment b,
      int ldb,
      MemorySegment c,
      int ldc) {
    try {
      sgemm.invokeExact(
          ROW_MAJOR,
          shape.transposeA() ? TRANSPOSED : PLAIN,
          shape.transposeB() ? TRANSPOSED : PLAIN,
          shape.m(),
          shape.n(),
          shape.k(),
          1f,
          a,
          lda,
          b,
          ldb,
          0f,
          c,
          ldc);
    } catch (Throwable e) {
      throw new IllegalStateException("cblas_sgemm failed", e);
    }
  }
}
