package org.ribond.kernels;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Files by which Linux shows that its kernel drives a GPU: a look that costs nothing, where loading
 * a GPU library to learn that there is none costs a tenth of a second. Other systems have no such
 * files, and there a GPU is always thought possible.
 */
public final class DeviceFiles {
  /** Of NVIDIA cards: the driver's module, its devices, those of Jetsons, and Windows' for WSL. */
  private static final List<String> NVIDIA =
      List.of(
          "proc/driver/nvidia/version",
          "dev/nvidiactl",
          "dev/nvgpu",
          "dev/nvhost-gpu",
          "dev/nvmap",
          "dev/dxg");

  /** Of GPUs that do not render as all others do: AMD's, ARM's, Qualcomm's. */
  private static final List<String> OTHERS = List.of("dev/kfd", "dev/mali0", "dev/kgsl-3d0");

  private static final String RENDERERS = "dev/dri";

  private final Path root;
  private final boolean isLinux;

  /** Those of this machine. */
  public DeviceFiles() {
    this(Path.of("/"), System.getProperty("os.name").equals("Linux"));
  }

  /** Those under a root, of a system that is Linux or not. */
  public DeviceFiles(Path root, boolean isLinux) {
    this.root = root;
    this.isLinux = isLinux;
  }

  /** Whether there may be an NVIDIA card. */
  public boolean mayHaveNvidia() {
    return !isLinux || anyOf(NVIDIA);
  }

  /** Whether there may be any GPU. */
  public boolean mayHaveGpu() {
    return mayHaveNvidia() || anyOf(OTHERS) || hasRenderer();
  }

  private boolean anyOf(List<String> files) {
    return files.stream().anyMatch(file -> Files.exists(root.resolve(file)));
  }

  private boolean hasRenderer() {
    Path folder = root.resolve(RENDERERS);
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (DirectoryStream<Path> renderers = Files.newDirectoryStream(folder, "renderD*")) {
      return renderers.iterator().hasNext();
    } catch (IOException e) {
      // What cannot be listed may be there.
      return true;
    }
  }
}
