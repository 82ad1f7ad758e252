package org.ribond.kernels.opencl;

import java.util.List;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Matrix;
import org.ribond.kernels.DeviceMemory;
import org.ribond.kernels.GemmKind;
import org.ribond.kernels.StepScenario;

/** What {@link OclgrindTest} has Oclgrind watch, as a program of its own. */
final class OclgrindScenario {
  /** Sizes m, n, k that reach each tile, the thin kernels and the splits of the inner dimension. */
  private static final int[][] SHAPES = {{67, 9, 21}, {120, 70, 9}, {5, 2, 40}, {9, 20, 513}};

  private static final String RACE =
      "__kernel void race(__global float* to) { to[0] = to[0] + get_global_id(0); }";

  private OclgrindScenario() {}

  /** Runs every kernel, or with the argument {@code race} one that is wrong. */
  public static void main(String[] arguments) {
    OpenClApi api = new Jocl();
    OpenClDevices.Found found = new OpenClDevices(api).list().getFirst();
    System.out.println("device " + found.device().name());
    if (List.of(arguments).contains("race")) {
      race(api, found);
      return;
    }
    for (GemmKind kind : List.of(GemmKind.PANEL, GemmKind.TILED)) {
      try (Backend backend = OpenClBackendProvider.open(api, found, kind)) {
        StepScenario.run(backend);
        products(backend);
      }
    }
  }

  private static void race(OpenClApi api, OpenClDevices.Found found) {
    try (OpenClQueue queue = new OpenClQueue(api, found, RACE);
        DeviceMemory memory = queue.allocate(64)) {
      queue.launch("race").memory(memory).run(2, 1, 1, 4, 1);
      queue.synchronize();
    }
  }

  private static void products(Backend backend) {
    for (int[] shape : SHAPES) {
      for (int transposes = 0; transposes < 4; transposes++) {
        boolean ta = (transposes & 1) != 0;
        boolean tb = (transposes & 2) != 0;
        int m = shape[0];
        int n = shape[1];
        int k = shape[2];
        try (Matrix a = backend.allocate(ta ? k : m, ta ? m : k);
            Matrix b = backend.allocate(tb ? n : k, tb ? k : n);
            Matrix c = backend.allocate(m, n)) {
          backend.gemm(ta, tb, a, b, transposes == 0, c, Epilogue.NONE);
          backend.synchronize();
        }
      }
    }
  }
}
