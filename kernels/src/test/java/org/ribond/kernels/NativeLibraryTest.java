package org.ribond.kernels;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ribond.engine.compute.BackendUnavailableException;

class NativeLibraryTest {
  @Test
  void require_noneForThisSystem_saysForWhich() {
    BackendUnavailableException e =
        assertThrows(
            BackendUnavailableException.class,
            () -> new NativeLibrary("JCuda", "JCudaDriver-12.6.0-linux-vax", "").require());
    assertEquals(
        "JCuda has no native library for "
            + System.getProperty("os.name")
            + " on "
            + System.getProperty("os.arch")
            + " ("
            + System.mapLibraryName("JCudaDriver-12.6.0-linux-vax")
            + "); see docs/gpu.md",
        e.getMessage());
  }

  @Test
  void require_inTheBindingsJarAlone_leavesItToTheBinding(@TempDir Path empty) {
    NativeLibrary library =
        new NativeLibrary("JCuda", "JCudaDriver-12.6.0-linux-x86_64", "" + empty);
    if (library.isInJar()) {
      assertDoesNotThrow(library::require);
    }
  }

  @Test
  void require_firstOfTheFoldersThatHasIt_isTheOneThatCounts(@TempDir Path folder)
      throws IOException {
    Path first = Files.createDirectories(folder.resolve("a folder"));
    Path second = Files.createDirectories(folder.resolve("second"));
    String path = String.join(File.pathSeparator, "", "" + folder, "" + first, "" + second);
    String file = System.mapLibraryName("ribond-broken");
    Files.writeString(first.resolve(file), "");
    Files.writeString(second.resolve(file), "");
    NativeLibrary library = new NativeLibrary("Broken", "ribond-broken", path);

    UnsatisfiedLinkError e = assertThrows(UnsatisfiedLinkError.class, library::require);
    assertTrue(e.getMessage().contains(first.resolve(file).toString()), e.getMessage());
    UnsatisfiedLinkError again = assertThrows(UnsatisfiedLinkError.class, library::require);
    assertEquals(e.getMessage(), again.getMessage());
  }
}
