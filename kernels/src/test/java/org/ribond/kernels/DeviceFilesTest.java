package org.ribond.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a system's files say of its GPUs. */
class DeviceFilesTest {
  @TempDir private Path root;

  @Test
  void linux_withoutAny_hasNoGpu() {
    DeviceFiles files = new DeviceFiles(root, true);
    assertFalse(files.mayHaveNvidia());
    assertFalse(files.mayHaveGpu());
  }

  @Test
  void otherSystems_mayHaveAny() {
    DeviceFiles files = new DeviceFiles(root, false);
    assertTrue(files.mayHaveNvidia());
    assertTrue(files.mayHaveGpu());
  }

  @ParameterizedTest
  @CsvSource({
    "dev/nvidiactl, true, true",
    "proc/driver/nvidia/version, true, true",
    "dev/dxg, true, true",
    "dev/dri/renderD128, false, true",
    "dev/dri/card0, false, false",
    "dev/kfd, false, true",
    "dev/null, false, false"
  })
  void linux_withAFile_hasWhatItStandsFor(String file, boolean nvidia, boolean any)
      throws IOException {
    Files.createDirectories(root.resolve(file).getParent());
    Files.createFile(root.resolve(file));
    DeviceFiles files = new DeviceFiles(root, true);
    assertEquals(nvidia, files.mayHaveNvidia());
    assertEquals(any, files.mayHaveGpu());
  }
}
