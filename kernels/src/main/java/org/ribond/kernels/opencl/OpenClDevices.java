package org.ribond.kernels.opencl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jocl.CL;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;
import org.ribond.engine.compute.Device;
import org.ribond.engine.compute.DeviceFailureException;

/** The OpenCL devices of this machine: GPUs and accelerators first, then CPUs. */
final class OpenClDevices {
  /** What drivers answer where a platform has no device; not an error. */
  private static final int NO_DEVICE = CL.CL_DEVICE_NOT_FOUND;

  /** What the loader answers where no driver is installed. */
  private static final int NO_PLATFORM = -1001;

  /**
   * One thread at a time: PoCL 3.1 sets its devices up when they are first asked for, and meanwhile
   * hands another thread devices without a name.
   */
  private static final Object FIRST_LOOK = new Object();

  private final OpenClApi api;

  OpenClDevices(OpenClApi api) {
    this.api = api;
  }

  /**
   * A device and what the backend must know of it.
   *
   * @param vectorWidth floats of a CPU's vector: 4, 8 or 16; 1 for a GPU
   */
  record Found(cl_device_id id, Device device, boolean isProcessor, int vectorWidth) {}

  /**
   * All devices with a compiler, numbered in order of preference.
   *
   * @throws DeviceFailureException if a driver answers with an error
   */
  List<Found> list() {
    synchronized (FIRST_LOOK) {
      return look();
    }
  }

  private List<Found> look() {
    int[] count = new int[1];
    int status = api.getPlatformIds(0, null, count);
    if (status == NO_PLATFORM || (status == CL.CL_SUCCESS && count[0] == 0)) {
      return List.of();
    }
    OpenClStatus.check("clGetPlatformIDs", status);
    cl_platform_id[] platforms = new cl_platform_id[count[0]];
    OpenClStatus.check("clGetPlatformIDs", api.getPlatformIds(count[0], platforms, null));
    List<Found> devices = new ArrayList<>();
    for (cl_platform_id platform : platforms) {
      status = api.getDeviceIds(platform, CL.CL_DEVICE_TYPE_ALL, 0, null, count);
      if (status == NO_DEVICE || (status == CL.CL_SUCCESS && count[0] == 0)) {
        continue;
      }
      OpenClStatus.check("clGetDeviceIDs", status);
      cl_device_id[] ids = new cl_device_id[count[0]];
      status = api.getDeviceIds(platform, CL.CL_DEVICE_TYPE_ALL, count[0], ids, null);
      OpenClStatus.check("clGetDeviceIDs", status);
      for (cl_device_id id : ids) {
        if (integer(id, CL.CL_DEVICE_COMPILER_AVAILABLE) != 0
            && integer(id, CL.CL_DEVICE_AVAILABLE) != 0) {
          devices.add(describe(id));
        }
      }
    }
    devices.sort(Comparator.comparing(Found::isProcessor));
    List<Found> numbered = new ArrayList<>();
    for (Found found : devices) {
      Device device = found.device();
      numbered.add(
          new Found(
              found.id(),
              new Device(
                  numbered.size(),
                  device.name(),
                  device.driver(),
                  device.computeUnits(),
                  device.memoryBytes(),
                  device.detail()),
              found.isProcessor(),
              found.vectorWidth()));
    }
    return numbered;
  }

  private Found describe(cl_device_id id) {
    boolean isProcessor = (number(id, CL.CL_DEVICE_TYPE) & CL.CL_DEVICE_TYPE_CPU) != 0;
    Device device =
        new Device(
            0,
            text(id, CL.CL_DEVICE_NAME),
            text(id, CL.CL_DEVICE_VERSION) + ", driver " + text(id, CL.CL_DRIVER_VERSION),
            integer(id, CL.CL_DEVICE_MAX_COMPUTE_UNITS),
            number(id, CL.CL_DEVICE_GLOBAL_MEM_SIZE),
            (isProcessor ? "CPU" : "GPU")
                + ", "
                + number(id, CL.CL_DEVICE_LOCAL_MEM_SIZE) / 1024
                + " KiB local memory");
    int nativeWidth = integer(id, CL.CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT);
    int vectorWidth = Math.clamp(Integer.highestOneBit(Math.max(1, nativeWidth)), 4, 16);
    return new Found(id, device, isProcessor, isProcessor ? vectorWidth : 1);
  }

  private int integer(cl_device_id id, int name) {
    return value(id, name, Integer.BYTES).getInt();
  }

  private long number(cl_device_id id, int name) {
    return value(id, name, Long.BYTES).getLong();
  }

  private String text(cl_device_id id, int name) {
    long[] size = new long[1];
    OpenClStatus.check("clGetDeviceInfo", api.getDeviceInfo(id, name, new byte[0], size));
    byte[] text = value(id, name, (int) size[0]).array();
    return new String(text, StandardCharsets.UTF_8).replace("\0", "").strip();
  }

  private ByteBuffer value(cl_device_id id, int name, int bytes) {
    byte[] value = new byte[bytes];
    OpenClStatus.check("clGetDeviceInfo", api.getDeviceInfo(id, name, value, null));
    return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder());
  }
}
