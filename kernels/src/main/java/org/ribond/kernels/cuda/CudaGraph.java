package org.ribond.kernels.cuda;

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

  /** Captures what {@code launches} queues on {@code stream}. */
  static CudaGraph capture(CudaApi api, CUstream stream, Runnable launches) {
    CudaStatus.check("cuStreamBeginCapture", api.beginCapture(stream));
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
    CudaStatus.check("cuStreamEndCapture", api.endCapture(stream, graph));
    CudaGraph captured = new CudaGraph(api, stream);
    int status = api.instantiate(captured.runnable, graph);
    int destroyed = api.destroyGraph(graph);
    CudaStatus.check("cuGraphInstantiate", status);
    if (destroyed != CUresult.CUDA_SUCCESS) {
      captured.close();
      CudaStatus.check("cuGraphDestroy", destroyed);
    }
    return captured;
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
