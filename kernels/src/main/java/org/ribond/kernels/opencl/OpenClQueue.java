package org.ribond.kernels.opencl;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_program;
import org.ribond.engine.compute.Device;
import org.ribond.engine.compute.DeviceFailureException;
import org.ribond.engine.compute.DeviceMemoryException;
import org.ribond.engine.compute.KernelCompileException;
import org.ribond.kernels.DeviceMemory;
import org.ribond.kernels.DeviceQueue;
import org.ribond.kernels.Launch;

/** One device's context, program and in-order queue through OpenCL 1.2. */
final class OpenClQueue implements DeviceQueue {
  private static final String BUILD_OPTIONS = "-cl-std=CL1.2 -DPANEL_VECTOR=";

  /** OpenCL has no empty buffers. */
  private static final long LEAST_BYTES = 64;

  private final OpenClApi api;
  private final OpenClDevices.Found found;

  /** Releases what was created, in the reverse order. */
  private final Deque<Runnable> releases = new ArrayDeque<>();

  private final Map<String, cl_kernel> kernels = new HashMap<>();
  private final OpenClLaunch launch = new OpenClLaunch();
  private cl_context context;
  private cl_command_queue queue;
  private cl_program program;
  private long allocatedBytes;
  private Optional<DeviceFailureException> failedRelease = Optional.empty();
  private boolean closed;

  /**
   * Opens {@code found} and builds {@code source} for it.
   *
   * @throws KernelCompileException if the driver refuses the source
   * @throws DeviceFailureException if any other call fails; nothing is left open
   */
  OpenClQueue(OpenClApi api, OpenClDevices.Found found, String source) {
    this.api = api;
    this.found = found;
    try {
      open(source);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void open(String source) {
    int[] status = new int[1];
    context = api.createContext(found.id(), status);
    OpenClStatus.check("clCreateContext", status[0]);
    releases.push(() -> api.releaseContext(context));
    queue = api.createCommandQueue(context, found.id(), status);
    OpenClStatus.check("clCreateCommandQueue", status[0]);
    releases.push(() -> api.releaseCommandQueue(queue));
    program = api.createProgram(context, source, status);
    OpenClStatus.check("clCreateProgramWithSource", status[0]);
    releases.push(() -> api.releaseProgram(program));
    int built = api.buildProgram(program, found.id(), BUILD_OPTIONS + found.vectorWidth());
    if (built != CL.CL_SUCCESS) {
      String log = buildLog();
      throw new KernelCompileException(
          found.device().name()
              + " refuses the kernels (clBuildProgram: "
              + OpenClStatus.name(built)
              + "): "
              + log.lines().filter(line -> line.contains("error")).findFirst().orElse("no reason"),
          log);
    }
  }

  private String buildLog() {
    long[] size = new long[1];
    if (api.getProgramBuildInfo(program, found.id(), CL.CL_PROGRAM_BUILD_LOG, 0, null, size)
        != CL.CL_SUCCESS) {
      return "the driver gives no build log";
    }
    byte[] log = new byte[(int) size[0]];
    if (api.getProgramBuildInfo(
            program, found.id(), CL.CL_PROGRAM_BUILD_LOG, log.length, Pointer.to(log), null)
        != CL.CL_SUCCESS) {
      return "the driver gives no build log";
    }
    return new String(log, StandardCharsets.UTF_8).replace("\0", "").strip();
  }

  @Override
  public Device device() {
    return found.device();
  }

  @Override
  public boolean isProcessor() {
    return found.isProcessor();
  }

  @Override
  public int vectorWidth() {
    return found.vectorWidth();
  }

  @Override
  public DeviceMemory allocate(long bytes) {
    int[] status = new int[1];
    long size = Math.max(bytes, LEAST_BYTES);
    cl_mem buffer = api.createBuffer(context, CL.CL_MEM_READ_WRITE, size, status);
    if (OpenClStatus.isMemory(status[0])) {
      throw outOfMemory("clCreateBuffer", status[0], bytes);
    }
    OpenClStatus.check("clCreateBuffer", status[0]);
    allocatedBytes += size;
    return new OpenClMemory(this, buffer, size);
  }

  /**
   * Releases a buffer; called once for each. A failure is told by the next wait, so that closing
   * one thing never keeps others from being closed.
   */
  void release(OpenClMemory memory) {
    allocatedBytes -= memory.bytes();
    int status = api.releaseBuffer(memory.buffer());
    if (status != CL.CL_SUCCESS) {
      failedRelease =
          Optional.of(new DeviceFailureException("clReleaseMemObject", OpenClStatus.name(status)));
    }
  }

  private DeviceMemoryException outOfMemory(String call, int status, long bytes) {
    long free = Math.max(0, found.device().memoryBytes() - allocatedBytes);
    return new DeviceMemoryException(
        call
            + " ("
            + OpenClStatus.name(status)
            + "): "
            + found.device().name()
            + " has not the "
            + bytes
            + " bytes asked for (about "
            + free
            + " of "
            + found.device().memoryBytes()
            + " free); use a smaller batch",
        bytes,
        free);
  }

  @Override
  public void write(float[] values, DeviceMemory to, int rows, int columns, int stride) {
    long[] region = {(long) columns * Float.BYTES, rows, 1};
    transferred(
        "clEnqueueWriteBufferRect",
        api.enqueueWriteRows(
            queue, buffer(to), region, (long) stride * Float.BYTES, Pointer.to(values)));
  }

  @Override
  public void write(int[] values, DeviceMemory to) {
    long[] region = {(long) values.length * Integer.BYTES, 1, 1};
    transferred(
        "clEnqueueWriteBufferRect",
        api.enqueueWriteRows(queue, buffer(to), region, region[0], Pointer.to(values)));
  }

  @Override
  public void read(DeviceMemory from, int rows, int columns, int stride, float[] values) {
    long[] region = {(long) columns * Float.BYTES, rows, 1};
    transferred(
        "clEnqueueReadBufferRect",
        api.enqueueReadRows(
            queue, buffer(from), region, (long) stride * Float.BYTES, Pointer.to(values)));
  }

  /** Drivers allocate at first use, so a transfer or launch too may find no memory. */
  private void transferred(String call, int status) {
    if (status == CL.CL_MEM_OBJECT_ALLOCATION_FAILURE) {
      throw outOfMemory(call, status, allocatedBytes);
    }
    OpenClStatus.check(call, status);
  }

  @Override
  public Launch launch(String kernel) {
    return launch.of(kernels.computeIfAbsent(kernel, this::createKernel));
  }

  private cl_kernel createKernel(String name) {
    int[] status = new int[1];
    cl_kernel kernel = api.createKernel(program, name, status);
    OpenClStatus.check("clCreateKernel", status[0]);
    releases.push(() -> api.releaseKernel(kernel));
    return kernel;
  }

  @Override
  public void synchronize() {
    OpenClStatus.check("clFinish", api.finish(queue));
    if (failedRelease.isPresent()) {
      throw failedRelease.get();
    }
  }

  /** Releases everything; statuses are of no use to anyone any more. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      while (!releases.isEmpty()) {
        releases.pop().run();
      }
    }
  }

  private static cl_mem buffer(DeviceMemory memory) {
    return ((OpenClMemory) memory).buffer();
  }

  /** Sets arguments as they come. */
  private final class OpenClLaunch implements Launch {
    private final int[] integer = new int[1];
    private final float[] real = new float[1];
    private final Pointer toInteger = Pointer.to(integer);
    private final Pointer toReal = Pointer.to(real);
    private cl_kernel kernel;
    private int next;

    OpenClLaunch of(cl_kernel named) {
      kernel = named;
      next = 0;
      return this;
    }

    @Override
    public Launch memory(DeviceMemory memory) {
      return argument(Sizeof.cl_mem, Pointer.to(buffer(memory)));
    }

    @Override
    public Launch integer(int value) {
      integer[0] = value;
      return argument(Integer.BYTES, toInteger);
    }

    @Override
    public Launch real(float value) {
      real[0] = value;
      return argument(Float.BYTES, toReal);
    }

    private Launch argument(long size, Pointer value) {
      OpenClStatus.check("clSetKernelArg", api.setKernelArgument(kernel, next, size, value));
      next++;
      return this;
    }

    @Override
    public void run(int groupsX, int groupsY, int groupsZ, int itemsX, int itemsY) {
      long[] items = {(long) groupsX * itemsX, (long) groupsY * itemsY, groupsZ};
      long[] group = {itemsX, itemsY, 1};
      transferred("clEnqueueNDRangeKernel", api.enqueueKernel(queue, kernel, 3, items, group));
    }
  }
}
