package org.ribond.kernels.opencl;

import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_platform_id;
import org.jocl.cl_program;

/**
 * The OpenCL calls that the backend makes, so that tests can put a failing driver in their place.
 * Each returns the call's status or, where it creates an object, writes it to {@code status[0]}.
 */
interface OpenClApi {
  int getPlatformIds(int count, cl_platform_id[] platforms, int[] found);

  int getPlatformInfo(cl_platform_id platform, int name, long size, Pointer value, long[] needed);

  int getDeviceIds(
      cl_platform_id platform, long type, int count, cl_device_id[] devices, int[] found);

  /** Fills {@code value}, or says in {@code needed} how long it must be. */
  int getDeviceInfo(cl_device_id device, int name, byte[] value, long[] needed);

  cl_context createContext(cl_device_id device, int[] status);

  int releaseContext(cl_context context);

  cl_command_queue createCommandQueue(cl_context context, cl_device_id device, int[] status);

  int releaseCommandQueue(cl_command_queue queue);

  cl_program createProgram(cl_context context, String source, int[] status);

  int buildProgram(cl_program program, cl_device_id device, String options);

  int getProgramBuildInfo(
      cl_program program, cl_device_id device, int name, long size, Pointer value, long[] needed);

  int releaseProgram(cl_program program);

  cl_kernel createKernel(cl_program program, String name, int[] status);

  int setKernelArgument(cl_kernel kernel, int index, long size, Pointer value);

  int releaseKernel(cl_kernel kernel);

  cl_mem createBuffer(cl_context context, long flags, long bytes, int[] status);

  int releaseBuffer(cl_mem buffer);

  int enqueueWriteRows(
      cl_command_queue queue, cl_mem buffer, long[] region, long bufferPitch, Pointer host);

  int enqueueReadRows(
      cl_command_queue queue, cl_mem buffer, long[] region, long bufferPitch, Pointer host);

  int enqueueKernel(
      cl_command_queue queue, cl_kernel kernel, int dimensions, long[] items, long[] group);

  int finish(cl_command_queue queue);
}
