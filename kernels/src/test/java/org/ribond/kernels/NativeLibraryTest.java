package org.ribond.kernels;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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
    Files.createDirectory(first.resolve(file));
    Files.createDirectory(second.resolve(file));
    NativeLibrary library = new NativeLibrary("Broken", "ribond-broken", path);

    UnsatisfiedLinkError e = assertThrows(UnsatisfiedLinkError.class, library::require);
    assertTrue(e.getMessage().contains(first.resolve(file).toString()), e.getMessage());
    UnsatisfiedLinkError again = assertThrows(UnsatisfiedLinkError.class, library::require);
    assertEquals(e.getMessage(), again.getMessage());
  }

  @Test
  void refusal_ofABinding_isItsError() {
    LinkageError error = new UnsatisfiedLinkError("words");
    Runnable refuses =
        () -> {
          throw error;
        };
    assertEquals(Optional.of(error), NativeLibrary.refusal(refuses));
    assertEquals(Optional.empty(), NativeLibrary.refusal(() -> {}));
  }
}
