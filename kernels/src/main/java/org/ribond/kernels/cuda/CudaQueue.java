package org.ribond.kernels.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import org.ribond.engine.compute.Device;
import org.ribond.engine.compute.DeviceFailureException;
import org.ribond.engine.compute.DeviceMemoryException;
import org.ribond.engine.compute.KernelCompileException;
import org.ribond.kernels.DeviceMemory;
import org.ribond.kernels.DeviceQueue;
import org.ribond.kernels.Launch;

/**
 * One card's primary context, modules and a stream of its own through the CUDA driver API. Several
 * can be open on a card, each driven by its own thread: the stream neither waits for the default
 * stream nor for those of others.
 */
final class CudaQueue implements DeviceQueue {
  /** CUDA has no empty blocks. */
  private static final long LEAST_BYTES = 64;

  private static final int LOG_BYTES = 16 * 1024;
  private static final int ARGUMENT_BYTES = 4096;

  /** What is copied at a time. */
  private static final int STAGE_FLOATS = 1 << 20;

  private final CudaApi api;
  private final CudaDevices.Found found;

  /** Releases what was created, in the reverse order. */
  private final Deque<Runnable> releases = new ArrayDeque<>();

  private final List<Module> modules = new ArrayList<>();
  private final Map<String, Kernel> kernels = new HashMap<>();
  private final CUcontext context = new CUcontext();
  private final CUstream stream = new CUstream();
  private final CudaHostMemory stage = new CudaHostMemory();
  private final CudaLaunch launch = new CudaLaunch();
  private final Consumer<String> notes;
  private Optional<DeviceFailureException> failedRelease = Optional.empty();
  private boolean closed;

  private record Module(CUmodule handle, int sharedBytes) {}

  private record Kernel(CUfunction function, int sharedBytes) {}

  /**
   * Opens a card and has its driver compile {@code programs}.
   *
   * @param notes hears what is no error but should be known
   * @throws KernelCompileException if the driver refuses a text
   * @throws DeviceFailureException if any other call fails; nothing is left open
   */
  CudaQueue(
      CudaApi api, CudaDevices.Found found, List<CudaProgram> programs, Consumer<String> notes) {
    this.api = api;
    this.found = found;
    this.notes = notes;
    try {
      open(programs);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void open(List<CudaProgram> programs) {
    CudaStatus.check("cuDevicePrimaryCtxRetain", api.retainContext(found.id(), context));
    releases.push(() -> api.releaseContext(found.id()));
    makeCurrent();
    CudaStatus.check(
        "cuStreamCreate", api.createStream(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
    releases.push(() -> api.destroyStream(stream));
    CudaStatus.check("cuMemAllocHost", api.allocateHost(stage, (long) STAGE_FLOATS * Float.BYTES));
    releases.push(() -> api.freeHost(stage));
    for (CudaProgram program : programs) {
      CUmodule module = new CUmodule();
      byte[] log = new byte[LOG_BYTES];
      int status = api.loadModule(module, program.ptx().getBytes(StandardCharsets.US_ASCII), log);
      if (status != CUresult.CUDA_SUCCESS) {
        throw new KernelCompileException(
            found.device().name()
                + " refuses the kernels (cuModuleLoadDataEx: "
                + CudaStatus.name(status)
                + "); a newer driver or the opencl backend may help",
            new String(log, StandardCharsets.UTF_8).replace("\0", "").strip());
      }
      releases.push(() -> api.unloadModule(module));
      modules.add(new Module(module, program.sharedBytes()));
    }
  }

  /**
   * A thread has one context at a time: another may drive the backend now, and this one may have
   * driven one on another card meanwhile.
   */
  private void makeCurrent() {
    CudaStatus.check("cuCtxSetCurrent", api.setCurrentContext(context));
  }

  @Override
  public Device device() {
    return found.device();
  }

  @Override
  public boolean isProcessor() {
    return false;
  }

  @Override
  public int vectorWidth() {
    return 1;
  }

  @Override
  public DeviceMemory allocate(long bytes) {
    makeCurrent();
    long size = Math.max(bytes, LEAST_BYTES);
    CudaMemory memory = new CudaMemory(this, size);
    int status = api.allocate(memory, size);
    if (status == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
      throw outOfMemory(bytes);
    }
    CudaStatus.check("cuMemAlloc", status);
    return memory;
  }

  private DeviceMemoryException outOfMemory(long bytes) {
    long[] free = new long[1];
    long[] total = new long[1];
    boolean known = api.memoryInfo(free, total) == CUresult.CUDA_SUCCESS;
    return new DeviceMemoryException(
        found.device().name()
            + " has not the "
            + bytes
            + " bytes asked for"
            + (known ? " (" + free[0] + " of " + total[0] + " free)" : "")
            + "; use a smaller batch",
        bytes,
        known ? free[0] : -1);
  }

  /**
   * Frees a block; called once for each. A failure is told by the next wait, so that closing one
   * thing never keeps others from being closed.
   */
  void release(CudaMemory memory) {
    int made = api.setCurrentContext(context);
    int freed = api.free(memory);
    failedRelease =
        failedRelease
            .or(() -> failure("cuCtxSetCurrent", made))
            .or(() -> failure("cuMemFree", freed));
  }

  private static Optional<DeviceFailureException> failure(String call, int status) {
    return status == CUresult.CUDA_SUCCESS
        ? Optional.empty()
        : Optional.of(new DeviceFailureException(call, CudaStatus.name(status)));
  }

  @Override
  public void write(float[] values, DeviceMemory to, int rows, int columns, int stride) {
    inPieces(
        rows,
        columns,
        (first, count, width) -> {
          stage.bytes().clear().asFloatBuffer().put(values, first, count * width);
          write(to, place(first, columns, stride), count, width, stride);
        });
  }

  @Override
  public void write(int[] values, DeviceMemory to) {
    inPieces(
        1,
        values.length,
        (first, count, width) -> {
          stage.bytes().clear().asIntBuffer().put(values, first, width);
          write(to, first, count, width, width);
        });
  }

  @Override
  public void read(DeviceMemory from, int rows, int columns, int stride, float[] values) {
    inPieces(
        rows,
        columns,
        (first, count, width) -> {
          long place = place(first, columns, stride) * Float.BYTES;
          CudaStatus.check(
              "cuMemcpy2DAsync",
              api.readRows(
                  memory(from).withByteOffset(place),
                  stage,
                  (long) width * Float.BYTES,
                  count,
                  (long) stride * Float.BYTES,
                  stream));
          synchronize();
          stage.bytes().clear().asFloatBuffer().get(values, first, count * width);
        });
  }

  private void write(DeviceMemory to, long place, int rows, int columns, int stride) {
    CudaStatus.check(
        "cuMemcpy2DAsync",
        api.writeRows(
            stage,
            memory(to).withByteOffset(place * Float.BYTES),
            (long) columns * Float.BYTES,
            rows,
            (long) stride * Float.BYTES,
            stream));
    synchronize();
  }

  /** Part of a dense matrix that fits the stage: some whole rows, or some columns of one. */
  private interface Piece {
    /**
     * Copies it.
     *
     * @param first number of its first element
     * @param count its rows
     * @param width its columns
     */
    void copy(int first, int count, int width);
  }

  private void inPieces(int rows, int columns, Piece piece) {
    makeCurrent();
    int width = Math.min(columns, STAGE_FLOATS);
    int most = STAGE_FLOATS / width;
    for (int row = 0; row < rows; row += most) {
      int count = Math.min(most, rows - row);
      for (int column = 0; column < columns; column += width) {
        piece.copy(row * columns + column, count, Math.min(width, columns - column));
      }
    }
  }

  /** Where an element of a dense matrix stands, in floats, in rows that are a stride apart. */
  private static long place(int element, int columns, int stride) {
    return (long) (element / columns) * stride + element % columns;
  }

  @Override
  public Launch launch(String kernel) {
    makeCurrent();
    return launch.of(kernels.computeIfAbsent(kernel, this::find));
  }

  private Kernel find(String name) {
    int status = CUresult.CUDA_ERROR_NOT_FOUND;
    for (Module module : modules) {
      CUfunction function = new CUfunction();
      status = api.function(module.handle, name, function);
      if (status == CUresult.CUDA_SUCCESS) {
        if (module.sharedBytes > 0) {
          // More than the 48 KiB that a kernel gets without asking.
          CudaStatus.check("cuFuncSetAttribute", api.setSharedBytes(function, module.sharedBytes));
        }
        return new Kernel(function, module.sharedBytes);
      }
      if (status != CUresult.CUDA_ERROR_NOT_FOUND) {
        break;
      }
    }
    throw new DeviceFailureException("cuModuleGetFunction(" + name + ")", CudaStatus.name(status));
  }

  @Override
  public boolean canRecord() {
    return found.hasGraphs();
  }

  @Override
  public Optional<Recording> record(Runnable launches) {
    makeCurrent();
    return CudaGraph.capture(api, stream, launches, notes);
  }

  @Override
  public void synchronize() {
    makeCurrent();
    CudaStatus.check("cuStreamSynchronize", api.synchronize(stream));
    if (failedRelease.isPresent()) {
      throw failedRelease.get();
    }
  }

  /** Releases everything; statuses are of no use to anyone any more. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      if (!releases.isEmpty()) {
        api.setCurrentContext(context);
      }
      while (!releases.isEmpty()) {
        releases.pop().run();
      }
    }
  }

  private static CudaMemory memory(DeviceMemory memory) {
    return (CudaMemory) memory;
  }

  /** Packs arguments as the kernel's parameter space has them: each aligned to its size. */
  private final class CudaLaunch implements Launch {
    private final ByteBuffer packed =
        ByteBuffer.allocateDirect(ARGUMENT_BYTES).order(ByteOrder.nativeOrder());
    private final Pointer pointer = Pointer.to(packed);
    private final int[] groups = new int[3];
    private final int[] items = new int[2];
    private Kernel kernel;

    CudaLaunch of(Kernel named) {
      kernel = named;
      packed.clear();
      return this;
    }

    @Override
    public Launch memory(DeviceMemory memory) {
      packed.position(Math.ceilDiv(packed.position(), Long.BYTES) * Long.BYTES);
      packed.putLong(((CudaMemory) memory).address());
      return this;
    }

    @Override
    public Launch integer(int value) {
      packed.putInt(value);
      return this;
    }

    @Override
    public Launch real(float value) {
      packed.putFloat(value);
      return this;
    }

    @Override
    public void run(int groupsX, int groupsY, int groupsZ, int itemsX, int itemsY) {
      groups[0] = groupsX;
      groups[1] = groupsY;
      groups[2] = groupsZ;
      items[0] = itemsX;
      items[1] = itemsY;
      int size = packed.position();
      packed.rewind();
      CudaStatus.check(
          "cuLaunchKernel",
          api.launch(kernel.function, groups, items, kernel.sharedBytes, stream, pointer, size));
    }
  }
}
