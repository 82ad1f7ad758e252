package org.ribond.kernels.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.Optional;
import org.jocl.CL;
import org.jocl.LibUtils;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_platform_id;
import org.jocl.cl_program;
import org.ribond.engine.compute.BackendUnavailableException;
import org.ribond.kernels.NativeLibrary;

/** {@link OpenClApi} by JOCL. */
final class Jocl implements OpenClApi {
  private static final long[] ORIGIN = {0, 0, 0};

  /** JOCL's; its name has a version that JOCL does not tell. */
  static NativeLibrary library() {
    return new NativeLibrary("JOCL", LibUtils.createPlatformLibraryName("JOCL_2_0_6"));
  }

  /** JOCL's class is asked to begin when this one does. */
  private static final class Beginning {
    static final Optional<LinkageError> REFUSED =
        NativeLibrary.refusal(() -> CL.setExceptionsEnabled(false));
  }

  /**
   * The loader of OpenCL drivers is opened first, since JOCL prints what it cannot open on standard
   * output, among the user's data.
   */
  @SuppressWarnings("restricted") // Native access is what a driver is for.
  private static void requireLibraries() {
    String loader = loader(System.getProperty("os.name"));
    try {
      // For ever, as JOCL does: drivers do not like to be unloaded.
      SymbolLookup.libraryLookup(loader, Arena.global());
    } catch (IllegalArgumentException e) {
      throw new BackendUnavailableException(
          "the OpenCL library cannot be loaded (" + loader + "); see docs/gpu.md", e);
    }
    library().require();
    if (Beginning.REFUSED.isPresent()) {
      throw Beginning.REFUSED.get();
    }
  }

  /** What JOCL tries first. */
  static String loader(String system) {
    if (system.startsWith("Windows")) {
      return "OpenCL.dll";
    }
    return system.startsWith("Mac")
        ? "/System/Library/Frameworks/OpenCL.framework/Versions/Current/OpenCL"
        : "libOpenCL.so.1";
  }

  @Override
  public int getPlatformIds(int count, cl_platform_id[] platforms, int[] found) {
    requireLibraries();
    return CL.clGetPlatformIDs(count, platforms, found);
  }

  @Override
  public int getPlatformInfo(
      cl_platform_id platform, int name, long size, Pointer value, long[] needed) {
    return CL.clGetPlatformInfo(platform, name, size, value, needed);
  }

  @Override
  public int getDeviceIds(
      cl_platform_id platform, long type, int count, cl_device_id[] devices, int[] found) {
    return CL.clGetDeviceIDs(platform, type, count, devices, found);
  }

  @Override
  public int getDeviceInfo(cl_device_id device, int name, byte[] value, long[] needed) {
    Pointer to = value.length == 0 ? null : Pointer.to(value);
    return CL.clGetDeviceInfo(device, name, value.length, to, needed);
  }

  @Override
  public cl_context createContext(cl_device_id device, int[] status) {
    return CL.clCreateContext(
        new cl_context_properties(), 1, new cl_device_id[] {device}, null, null, status);
  }

  @Override
  public int releaseContext(cl_context context) {
    return CL.clReleaseContext(context);
  }

  // The successor of this call is missing in OpenCL 1.2, which many drivers still are.
  @SuppressWarnings("deprecation")
  @Override
  public cl_command_queue createCommandQueue(
      cl_context context, cl_device_id device, int[] status) {
    return CL.clCreateCommandQueue(context, device, 0, status);
  }

  @Override
  public int releaseCommandQueue(cl_command_queue queue) {
    return CL.clReleaseCommandQueue(queue);
  }

  @Override
  public cl_program createProgram(cl_context context, String source, int[] status) {
    return CL.clCreateProgramWithSource(context, 1, new String[] {source}, null, status);
  }

  @Override
  public int buildProgram(cl_program program, cl_device_id device, String options) {
    return CL.clBuildProgram(program, 1, new cl_device_id[] {device}, options, null, null);
  }

  @Override
  public int getProgramBuildInfo(
      cl_program program, cl_device_id device, int name, long size, Pointer value, long[] needed) {
    return CL.clGetProgramBuildInfo(program, device, name, size, value, needed);
  }

  @Override
  public int releaseProgram(cl_program program) {
    return CL.clReleaseProgram(program);
  }

  @Override
  public cl_kernel createKernel(cl_program program, String name, int[] status) {
    return CL.clCreateKernel(program, name, status);
  }

  @Override
  public int setKernelArgument(cl_kernel kernel, int index, long size, Pointer value) {
    return CL.clSetKernelArg(kernel, index, size, value);
  }

  @Override
  public int releaseKernel(cl_kernel kernel) {
    return CL.clReleaseKernel(kernel);
  }

  @Override
  public cl_mem createBuffer(cl_context context, long flags, long bytes, int[] status) {
    return CL.clCreateBuffer(context, flags, bytes, null, status);
  }

  @Override
  public int releaseBuffer(cl_mem buffer) {
    return CL.clReleaseMemObject(buffer);
  }

  @Override
  public int enqueueWriteRows(
      cl_command_queue queue, cl_mem buffer, long[] region, long bufferPitch, Pointer host) {
    return CL.clEnqueueWriteBufferRect(
        queue,
        buffer,
        true,
        ORIGIN,
        ORIGIN,
        region,
        bufferPitch,
        0,
        region[0],
        0,
        host,
        0,
        null,
        null);
  }

  @Override
  public int enqueueReadRows(
      cl_command_queue queue, cl_mem buffer, long[] region, long bufferPitch, Pointer host) {
    return CL.clEnqueueReadBufferRect(
        queue,
        buffer,
        true,
        ORIGIN,
        ORIGIN,
        region,
        bufferPitch,
        0,
        region[0],
        0,
        host,
        0,
        null,
        null);
  }

  @Override
  public int enqueueKernel(
      cl_command_queue queue, cl_kernel kernel, int dimensions, long[] items, long[] group) {
    return CL.clEnqueueNDRangeKernel(queue, kernel, dimensions, null, items, group, 0, null, null);
  }

  @Override
  public int finish(cl_command_queue queue) {
    return CL.clFinish(queue);
  }
}
