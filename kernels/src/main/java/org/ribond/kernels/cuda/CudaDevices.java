package org.ribond.kernels.cuda;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUresult;
import org.ribond.engine.compute.BackendUnavailableException;
import org.ribond.engine.compute.Device;

/** The NVIDIA cards of this machine that the committed kernels run on. */
final class CudaDevices {
  /** Turing; older cards take OpenCL. */
  static final int LEAST_CAPABILITY = 75;

  /** CUDA 11.0, which reads the PTX version of the committed kernels. */
  private static final int LEAST_DRIVER = 11_000;

  /**
   * CUDA 11.4, the first with {@code cuGraphInstantiateWithFlags}, by which JCuda's natives make a
   * graph. A driver without it is no error at first, for functions are bound when they are called:
   * then it ends the program.
   */
  private static final int LEAST_DRIVER_FOR_GRAPHS = 11_040;

  private final CudaApi api;

  CudaDevices(CudaApi api) {
    this.api = api;
  }

  /**
   * A card.
   *
   * @param capability compute capability times ten
   * @param hasGraphs whether the driver has CUDA graphs as they are used here
   */
  record Found(CUdevice id, Device device, int capability, boolean hasGraphs) {}

  /**
   * Cards of compute capability 7.5 or higher, in the driver's order.
   *
   * @throws BackendUnavailableException if there is none, with the reason
   */
  List<Found> list() {
    int status = api.init();
    if (status == CUresult.CUDA_ERROR_NO_DEVICE) {
      throw new BackendUnavailableException("NVIDIA's driver finds no card");
    }
    if (status != CUresult.CUDA_SUCCESS) {
      throw new BackendUnavailableException(
          "NVIDIA's driver does not start (cuInit: " + CudaStatus.name(status) + ")");
    }
    int[] value = new int[1];
    CudaStatus.check("cuDriverGetVersion", api.driverVersion(value));
    int driver = value[0];
    if (driver < LEAST_DRIVER) {
      throw new BackendUnavailableException(
          "NVIDIA's driver is for CUDA "
              + version(driver)
              + "; the kernels need 11.0 (driver 450) or newer, or take the opencl backend");
    }
    CudaStatus.check("cuDeviceGetCount", api.deviceCount(value));
    int count = value[0];
    List<Found> found = new ArrayList<>();
    List<String> tooOld = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      CUdevice id = new CUdevice();
      CudaStatus.check("cuDeviceGet", api.device(id, i));
      Found card = describe(id, found.size(), driver);
      if (card.capability < LEAST_CAPABILITY) {
        tooOld.add(card.device.name() + " (" + card.device.detail() + ")");
      } else {
        found.add(card);
      }
    }
    if (found.isEmpty()) {
      throw new BackendUnavailableException(
          tooOld.isEmpty()
              ? "NVIDIA's driver finds no card"
              : "cards older than Turing take the opencl backend: " + String.join(", ", tooOld));
    }
    return found;
  }

  private Found describe(CUdevice id, int index, int driver) {
    byte[] name = new byte[256];
    CudaStatus.check("cuDeviceGetName", api.deviceName(id, name));
    int major = attribute(id, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR);
    int minor = attribute(id, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
    long[] memory = new long[1];
    CudaStatus.check("cuDeviceTotalMem", api.totalMemory(id, memory));
    Device device =
        new Device(
            index,
            new String(name, StandardCharsets.UTF_8).replace("\0", "").strip(),
            "CUDA " + version(driver),
            attribute(id, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
            memory[0],
            String.format(Locale.ROOT, "compute capability %d.%d", major, minor));
    return new Found(id, device, 10 * major + minor, driver >= LEAST_DRIVER_FOR_GRAPHS);
  }

  private int attribute(CUdevice id, int attribute) {
    int[] value = new int[1];
    CudaStatus.check("cuDeviceGetAttribute", api.deviceAttribute(id, attribute, value));
    return value[0];
  }

  private static String version(int number) {
    return number / 1000 + "." + number % 1000 / 10;
  }
}
