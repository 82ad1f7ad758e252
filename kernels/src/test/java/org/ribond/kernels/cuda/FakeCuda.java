package org.ribond.kernels.cuda;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUresult;

/** A CUDA driver with one card that accepts everything and computes nothing. */
final class FakeCuda implements InvocationHandler {
  private static final int MULTIPROCESSORS = 46;
  private static final long TOTAL_BYTES = 8L << 30;

  private final int driver;
  private final int capability;
  private final long freeBytes;

  private FakeCuda(int driver, int capability, long freeBytes) {
    this.driver = driver;
    this.capability = capability;
    this.freeBytes = freeBytes;
  }

  /** A driver for a version of CUDA times 1000, with a card of a compute capability times ten. */
  static CudaApi of(int driver, int capability) {
    return of(driver, capability, 1L << 30);
  }

  static CudaApi of(int driver, int capability, long freeBytes) {
    return (CudaApi)
        Proxy.newProxyInstance(
            CudaApi.class.getClassLoader(),
            new Class<?>[] {CudaApi.class},
            new FakeCuda(driver, capability, freeBytes));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) {
    switch (method.getName()) {
      case "driverVersion" -> ((int[]) arguments[0])[0] = driver;
      case "deviceCount" -> ((int[]) arguments[0])[0] = 1;
      case "deviceName" -> {
        byte[] text = "Fake card".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, (byte[]) arguments[1], 0, text.length);
      }
      case "deviceAttribute" -> ((int[]) arguments[2])[0] = attribute((int) arguments[1]);
      case "totalMemory" -> ((long[]) arguments[1])[0] = TOTAL_BYTES;
      case "allocate" -> {
        if ((long) arguments[1] > freeBytes) {
          return CUresult.CUDA_ERROR_OUT_OF_MEMORY;
        }
      }
      case "allocateHost" -> {
        int bytes = Math.toIntExact((long) arguments[1]);
        ((CudaHostMemory) arguments[0]).setBytes(ByteBuffer.allocateDirect(bytes));
      }
      case "memoryInfo" -> {
        ((long[]) arguments[0])[0] = freeBytes;
        ((long[]) arguments[1])[0] = TOTAL_BYTES;
      }
      default -> {
        // Nothing to answer but success.
      }
    }
    return CUresult.CUDA_SUCCESS;
  }

  private int attribute(int attribute) {
    return switch (attribute) {
      case CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR -> capability / 10;
      case CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR -> capability % 10;
      case CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT -> MULTIPROCESSORS;
      default -> 0;
    };
  }
}
