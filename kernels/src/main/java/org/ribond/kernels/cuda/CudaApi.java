package org.ribond.kernels.cuda;

import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;

/**
 * The CUDA driver calls that the backend makes, so that tests can put a failing driver in their
 * place. Each returns the call's status.
 */
interface CudaApi {
  int init();

  int driverVersion(int[] version);

  int deviceCount(int[] count);

  int device(CUdevice device, int index);

  int deviceName(CUdevice device, byte[] name);

  int deviceAttribute(CUdevice device, int attribute, int[] value);

  int totalMemory(CUdevice device, long[] bytes);

  int retainContext(CUdevice device, CUcontext context);

  int setCurrentContext(CUcontext context);

  int releaseContext(CUdevice device);

  /** Creates a stream with {@code CUstream_flags}. */
  int createStream(CUstream stream, int flags);

  int destroyStream(CUstream stream);

  /** Compiles PTX; the driver's complaints, if any, go to {@code log}, ended by a zero. */
  int loadModule(CUmodule module, byte[] ptx, byte[] log);

  int unloadModule(CUmodule module);

  int function(CUmodule module, String name, CUfunction function);

  int setSharedBytes(CUfunction function, int bytes);

  int allocate(CUdeviceptr memory, long bytes);

  int free(CUdeviceptr memory);

  int memoryInfo(long[] free, long[] total);

  /** Allocates host memory that the card copies from and to by itself. */
  int allocateHost(CudaHostMemory memory, long bytes);

  int freeHost(CudaHostMemory memory);

  /** Queues a copy of dense rows of {@code rowBytes} to rows {@code pitch} bytes apart. */
  int writeRows(
      CudaHostMemory host,
      CUdeviceptr device,
      long rowBytes,
      long rows,
      long pitch,
      CUstream stream);

  /** Queues a copy of rows of {@code rowBytes} that are {@code pitch} bytes apart to dense rows. */
  int readRows(
      CUdeviceptr device,
      CudaHostMemory host,
      long rowBytes,
      long rows,
      long pitch,
      CUstream stream);

  /** Queues a kernel with {@code size} bytes of packed arguments. */
  int launch(
      CUfunction function,
      int[] groups,
      int[] items,
      int sharedBytes,
      CUstream stream,
      Pointer arguments,
      long size);

  int synchronize(CUstream stream);

  int beginCapture(CUstream stream);

  /** Ends a capture, whether or not it is still good; without a graph to give if it is not. */
  int endCapture(CUstream stream, CUgraph graph);

  int destroyGraph(CUgraph graph);

  int instantiate(CUgraphExec runnable, CUgraph graph);

  int launchGraph(CUgraphExec runnable, CUstream stream);

  int destroyRunnable(CUgraphExec runnable);
}
