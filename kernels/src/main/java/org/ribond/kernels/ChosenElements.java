package org.ribond.kernels;

/**
 * Chosen rows and columns of matrices, by {@code elementwise.cl}. Their numbers go to the device
 * each time, so that a step which chooses cannot be recorded.
 */
final class ChosenElements {
  private final DeviceQueue queue;
  private final StepRecorder recorder;
  private final Kernels kernels;
  private final Workspace workspace;

  ChosenElements(DeviceQueue queue, StepRecorder recorder, Kernels kernels, Workspace workspace) {
    this.queue = queue;
    this.recorder = recorder;
    this.kernels = kernels;
    this.workspace = workspace;
  }

  /** {@code to[i, j] = factor from[rows[i], columns[j]]}. */
  void copy(GpuMatrix from, int[] rows, int[] columns, float factor, GpuMatrix to) {
    if (to.isEmpty()) {
      return;
    }
    kernels
        .call("chooseElements")
        .memory(chosen(rows, columns))
        .matrix(from)
        .real(factor)
        .matrix(to)
        .shape(to)
        .overItems((long) to.rows() * to.columns());
  }

  /** {@code to[rows[i], columns[j]] += factor from[i, j]}. */
  void add(GpuMatrix from, int[] rows, int[] columns, float factor, GpuMatrix to) {
    if (from.isEmpty()) {
      return;
    }
    kernels
        .call("addToChosen")
        .memory(chosen(rows, columns))
        .matrix(to)
        .real(factor)
        .matrix(from)
        .shape(from)
        .overItems((long) from.rows() * from.columns());
  }

  private DeviceMemory chosen(int[] rows, int[] columns) {
    int[] both = new int[rows.length + columns.length];
    System.arraycopy(rows, 0, both, 0, rows.length);
    System.arraycopy(columns, 0, both, rows.length, columns.length);
    recorder.noteWait();
    DeviceMemory memory = workspace.floats(Workspace.Use.CHOSEN, both.length);
    queue.write(both, memory);
    return memory;
  }
}
