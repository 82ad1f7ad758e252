package org.ribond.kernels.cuda;

import java.nio.charset.StandardCharsets;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;

/** A CUDA driver with one card that accepts everything and computes nothing. */
final class FakeCuda implements CudaApi {
  private final int driver;
  private final int capability;
  private final long freeBytes;

  FakeCuda(int driver, int capability) {
    this(driver, capability, 1L << 30);
  }

  FakeCuda(int driver, int capability, long freeBytes) {
    this.driver = driver;
    this.capability = capability;
    this.freeBytes = freeBytes;
  }

  @Override
  public int init() {
    return CUresult.CUDA_SUCCESS;
  }

  @Override
  public int driverVersion(int[] version) {
    version[0] = driver;
    return CUresult.CUDA_SUCCESS;
  }

  @Override
  public int deviceCount(int[] count) {
    count[0] = 1;
    return CUresult.CUDA_SUCCESS;
  }

  @Override
  public int device(CUdevice device, int index) {
    return CUresult.CUDA_SUCCESS;
  }

  @Override
  public int deviceName(CUdevice device, byte[] name) {
    byte[] text = "Fake card".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, name, 0, text.length);
    return CUresult.CUDA_SUCCESS;
  }

  @Override
  public int deviceAttribute(CUdevice device, int attribute, int[] value) {
    value[0] =
        switch (attribute) {
          case CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR -> capability / 10;
          case CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR -> capability % 10;
          case CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT -> 46;
          default -> 0;
        };
    return CUresult.CUDA_SUCCESS;
  }

  @Override
  public int totalMemory(CUdevice device, long[] bytes) {
    bytes[0] = 8L << 30;
    return CUresult.CUDA_SUCCESS;
  }

  @Override
  public int retainContext(CUdevice device, CUcontext context) {
    return CUresult.CUDA_SUCCESS;
  }

  @Override
  public int setCurrentContext(CUcontext context) {
    return CUresult.CUDA_SUCCESS;
  }

  @Override
  public int releaseContext(CUdevice device) {
    return CUresult.CUDA_SUCCESS;
  }

  @Override
  public int createStream(CUstream stream) {
    return CUresult.CUDA_SUCCESS;
  }

  @Override
  public int destroyStream(CUstream stream) {
    return CUresult.CUDA_SUCCESS;
  }

  @Override
  public int loadModule(CUmodule module, byte[] ptx, byte[] log) {
    return CUresult.CUDA_SUCCESS;
  }

  @Override
  public int unloadModule(CUmodule module) {
    return CUresult.CUDA_SUCCESS;
  }

  @Override
  public int function(CUmodule module, String name, CUfunction function) {
    return CUresult.CUDA_SUCCESS;
  }

  @Override
  public int setSharedBytes(CUfunction function, int bytes) {
    return CUresult.CUDA_SUCCESS;
  }

  @Override
  public int allocate(CUdeviceptr memory, long bytes) {
    return bytes > freeBytes ? CUresult.CUDA_ERROR_OUT_OF_MEMORY : CUresult.CUDA_SUCCESS;
  }

  @Override
  public int free(CUdeviceptr memory) {
    return CUresult.CUDA_SUCCESS;
  }

  @Override
  public int memoryInfo(long[] free, long[] total) {
    free[0] = freeBytes;
    total[0] = 8L << 30;
    return CUresult.CUDA_SUCCESS;
  }

  @Override
  public int writeRows(Pointer host, CUdeviceptr device, long rowBytes, long rows, long pitch) {
    return CUresult.CUDA_SUCCESS;
  }

  @Override
  public int readRows(CUdeviceptr device, Pointer host, long rowBytes, long rows, long pitch) {
    return CUresult.CUDA_SUCCESS;
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
    return CUresult.CUDA_SUCCESS;
  }

  @Override
  public int synchronize(CUstream stream) {
    return CUresult.CUDA_SUCCESS;
  }

  @Override
  public int beginCapture(CUstream stream) {
    return CUresult.CUDA_SUCCESS;
  }

  @Override
  public int endCapture(CUstream stream, CUgraph graph) {
    return CUresult.CUDA_SUCCESS;
  }

  @Override
  public int destroyGraph(CUgraph graph) {
    return CUresult.CUDA_SUCCESS;
  }

  @Override
  public int instantiate(CUgraphExec runnable, CUgraph graph) {
    return CUresult.CUDA_SUCCESS;
  }

  @Override
  public int launchGraph(CUgraphExec runnable, CUstream stream) {
    return CUresult.CUDA_SUCCESS;
  }

  @Override
  public int destroyRunnable(CUgraphExec runnable) {
    return CUresult.CUDA_SUCCESS;
  }
}
