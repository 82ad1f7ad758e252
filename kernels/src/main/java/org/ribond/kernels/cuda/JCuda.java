package org.ribond.kernels.cuda;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import jcuda.JCudaVersion;
import jcuda.LibUtils;
import jcuda.Pointer;
import jcuda.driver.CUDA_MEMCPY2D;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUjit_option;
import jcuda.driver.CUmemorytype;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.JCudaDriver;
import jcuda.driver.JITOptions;
import org.ribond.kernels.NativeLibrary;

/** {@link CudaApi} by JCuda. */
final class JCuda implements CudaApi {
  /** JCuda's part for the driver's API alone. */
  static NativeLibrary library() {
    return new NativeLibrary(
        "JCuda", LibUtils.createPlatformLibraryName("JCudaDriver-" + JCudaVersion.get()));
  }

  /** JCuda's class is asked to begin when this one does. */
  private static final class Beginning {
    static final Optional<LinkageError> REFUSED =
        NativeLibrary.refusal(() -> JCudaDriver.setExceptionsEnabled(false));
  }

  @Override
  public int init() {
    library().require();
    if (Beginning.REFUSED.isPresent()) {
      throw Beginning.REFUSED.get();
    }
    return JCudaDriver.cuInit(0);
  }

  @Override
  public int driverVersion(int[] version) {
    return JCudaDriver.cuDriverGetVersion(version);
  }

  @Override
  public int deviceCount(int[] count) {
    return JCudaDriver.cuDeviceGetCount(count);
  }

  @Override
  public int device(CUdevice device, int index) {
    return JCudaDriver.cuDeviceGet(device, index);
  }

  @Override
  public int deviceName(CUdevice device, byte[] name) {
    return JCudaDriver.cuDeviceGetName(name, name.length, device);
  }

  @Override
  public int deviceAttribute(CUdevice device, int attribute, int[] value) {
    return JCudaDriver.cuDeviceGetAttribute(value, attribute, device);
  }

  @Override
  public int totalMemory(CUdevice device, long[] bytes) {
    return JCudaDriver.cuDeviceTotalMem(bytes, device);
  }

  @Override
  public int retainContext(CUdevice device, CUcontext context) {
    return JCudaDriver.cuDevicePrimaryCtxRetain(context, device);
  }

  @Override
  public int setCurrentContext(CUcontext context) {
    return JCudaDriver.cuCtxSetCurrent(context);
  }

  @Override
  public int releaseContext(CUdevice device) {
    return JCudaDriver.cuDevicePrimaryCtxRelease(device);
  }

  @Override
  public int createStream(CUstream stream, int flags) {
    return JCudaDriver.cuStreamCreate(stream, flags);
  }

  @Override
  public int destroyStream(CUstream stream) {
    return JCudaDriver.cuStreamDestroy(stream);
  }

  @Override
  public int loadModule(CUmodule module, byte[] ptx, byte[] log) {
    JITOptions options = new JITOptions();
    options.putBytes(CUjit_option.CU_JIT_ERROR_LOG_BUFFER, log);
    options.putInt(CUjit_option.CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES, log.length);
    return JCudaDriver.cuModuleLoadDataJIT(
        module, Pointer.to(Arrays.copyOf(ptx, ptx.length + 1)), options);
  }

  @Override
  public int unloadModule(CUmodule module) {
    return JCudaDriver.cuModuleUnload(module);
  }

  @Override
  public int function(CUmodule module, String name, CUfunction function) {
    return JCudaDriver.cuModuleGetFunction(function, module, name);
  }

  @Override
  public int setSharedBytes(CUfunction function, int bytes) {
    return JCudaDriver.cuFuncSetAttribute(
        function, CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, bytes);
  }

  @Override
  public int allocate(CUdeviceptr memory, long bytes) {
    return JCudaDriver.cuMemAlloc(memory, bytes);
  }

  @Override
  public int free(CUdeviceptr memory) {
    return JCudaDriver.cuMemFree(memory);
  }

  @Override
  public int memoryInfo(long[] free, long[] total) {
    return JCudaDriver.cuMemGetInfo(free, total);
  }

  @Override
  public int allocateHost(CudaHostMemory memory, long bytes) {
    int status = JCudaDriver.cuMemAllocHost(memory.pointer(), bytes);
    if (status == CUresult.CUDA_SUCCESS) {
      memory.setBytes(memory.pointer().getByteBuffer(0, bytes).order(ByteOrder.nativeOrder()));
    }
    return status;
  }

  @Override
  public int freeHost(CudaHostMemory memory) {
    return JCudaDriver.cuMemFreeHost(memory.pointer());
  }

  @Override
  public int writeRows(
      CudaHostMemory host,
      CUdeviceptr device,
      long rowBytes,
      long rows,
      long pitch,
      CUstream stream) {
    CUDA_MEMCPY2D copy = rows(rowBytes, rows);
    copy.srcMemoryType = CUmemorytype.CU_MEMORYTYPE_HOST;
    copy.srcHost = host.pointer();
    copy.srcPitch = rowBytes;
    copy.dstMemoryType = CUmemorytype.CU_MEMORYTYPE_DEVICE;
    copy.dstDevice = device;
    copy.dstPitch = pitch;
    return JCudaDriver.cuMemcpy2DAsync(copy, stream);
  }

  @Override
  public int readRows(
      CUdeviceptr device,
      CudaHostMemory host,
      long rowBytes,
      long rows,
      long pitch,
      CUstream stream) {
    CUDA_MEMCPY2D copy = rows(rowBytes, rows);
    copy.srcMemoryType = CUmemorytype.CU_MEMORYTYPE_DEVICE;
    copy.srcDevice = device;
    copy.srcPitch = pitch;
    copy.dstMemoryType = CUmemorytype.CU_MEMORYTYPE_HOST;
    copy.dstHost = host.pointer();
    copy.dstPitch = rowBytes;
    return JCudaDriver.cuMemcpy2DAsync(copy, stream);
  }

  private static CUDA_MEMCPY2D rows(long rowBytes, long rows) {
    CUDA_MEMCPY2D copy = new CUDA_MEMCPY2D();
    copy.WidthInBytes = rowBytes;
    copy.Height = rows;
    return copy;
  }

  @Override
  public int launch(
      CUfunction function,
      int[] groups,
      int[] items,
      int sharedBytes,
      CUstream stream,
      Pointer arguments,
      long size) {
    Pointer packed =
        Pointer.to(
            JCudaDriver.CU_LAUNCH_PARAM_BUFFER_POINTER,
            arguments,
            JCudaDriver.CU_LAUNCH_PARAM_BUFFER_SIZE,
            Pointer.to(new long[] {size}),
            JCudaDriver.CU_LAUNCH_PARAM_END);
    return JCudaDriver.cuLaunchKernel(
        function,
        groups[0],
        groups[1],
        groups[2],
        items[0],
        items[1],
        1,
        sharedBytes,
        stream,
        null,
        packed);
  }

  @Override
  public int synchronize(CUstream stream) {
    return JCudaDriver.cuStreamSynchronize(stream);
  }

  @Override
  public int beginCapture(CUstream stream) {
    return JCudaDriver.cuStreamBeginCapture(
        stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL);
  }

  @Override
  public int endCapture(CUstream stream, CUgraph graph) {
    return JCudaDriver.cuStreamEndCapture(stream, graph);
  }

  @Override
  public int destroyGraph(CUgraph graph) {
    return JCudaDriver.cuGraphDestroy(graph);
  }

  @Override
  public int instantiate(CUgraphExec runnable, CUgraph graph) {
    return JCudaDriver.cuGraphInstantiate(runnable, graph, 0);
  }

  @Override
  public int launchGraph(CUgraphExec runnable, CUstream stream) {
    return JCudaDriver.cuGraphLaunch(runnable, stream);
  }

  @Override
  public int destroyRunnable(CUgraphExec runnable) {
    return JCudaDriver.cuGraphExecDestroy(runnable);
  }
}
