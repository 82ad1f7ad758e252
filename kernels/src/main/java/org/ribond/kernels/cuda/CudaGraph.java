package org.ribond.kernels.cuda;

import java.util.Optional;
import java.util.function.Consumer;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import org.ribond.kernels.DeviceQueue.Recording;

/** A captured sequence of launches as one CUDA graph. */
final class CudaGraph implements Recording {
  private final CudaApi api;
  private final CUstream stream;
  private final CUgraphExec runnable = new CUgraphExec();
  private boolean closed;

  private CudaGraph(CudaApi api, CUstream stream) {
    this.api = api;
    this.stream = stream;
  }

  /**
   * Captures what {@code launches} queues on {@code stream}; nothing, and a note why, if the driver
   * refuses to capture or to make a graph of it.
   */
  static Optional<Recording> capture(
      CudaApi api, CUstream stream, Runnable launches, Consumer<String> notes) {
    int status = api.beginCapture(stream);
    if (status != CUresult.CUDA_SUCCESS) {
      return refused("cuStreamBeginCapture", status, notes);
    }
    CUgraph graph = new CUgraph();
    try {
      launches.run();
    } catch (RuntimeException e) {
      // The stream must leave the capture; what went wrong has been said.
      if (api.endCapture(stream, graph) == CUresult.CUDA_SUCCESS) {
        api.destroyGraph(graph);
      }
      throw e;
    }
    status = api.endCapture(stream, graph);
    if (status != CUresult.CUDA_SUCCESS) {
      return refused("cuStreamEndCapture", status, notes);
    }
    CudaGraph captured = new CudaGraph(api, stream);
    status = api.instantiate(captured.runnable, graph);
    int destroyed = api.destroyGraph(graph);
    if (status != CUresult.CUDA_SUCCESS) {
      return refused("cuGraphInstantiate", status, notes);
    }
    if (destroyed != CUresult.CUDA_SUCCESS) {
      captured.close();
      CudaStatus.check("cuGraphDestroy", destroyed);
    }
    return Optional.of(captured);
  }

  /** Steps run without a graph too: a device that is broken shows it at the next launch. */
  private static Optional<Recording> refused(String call, int status, Consumer<String> notes) {
    notes.accept(
        "the driver refuses to record steps as a CUDA graph ("
            + call
            + ": "
            + CudaStatus.name(status)
            + "); their kernels are launched one by one");
    return Optional.empty();
  }

  @Override
  public void replay() {
    CudaStatus.check("cuGraphLaunch", api.launchGraph(runnable, stream));
  }

  /** The status is of no use to anyone any more. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      api.destroyRunnable(runnable);
    }
  }
}
