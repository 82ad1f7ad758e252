package org.ribond.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages as Java 25, JOCL 2.0.6 and JCuda 12.6.0 give them, with paths of no machine. */
class LinkerWordsTest {
  private static final String NO_DRIVER =
      "libcuda.so.1: cannot open shared object file: No such file or directory";

  private static final String UNPACKED =
      """
      Error while loading native library "JCudaDriver-12.6.0-linux-x86_64"
      Operating system name: Linux
      Architecture         : amd64
      Architecture bit size: 64
      ---(start of nested stack traces)---
      Stack trace from the attempt to load the library as a file:
      java.lang.UnsatisfiedLinkError: no JCudaDriver-12.6.0-linux-x86_64 in java.library.path: /lib
      \tat java.base/java.lang.ClassLoader.loadLibrary(ClassLoader.java:2285)
      \tat jcuda.LibUtils.loadLibrary(LibUtils.java:168)
      Stack trace from the attempt to load the library as a resource:
      %s
      \tat java.base/jdk.internal.loader.NativeLibraries.load(Native Method)
      \tat jcuda.LibUtils.loadLibraryResource(LibUtils.java:285)
      ---(end of nested stack traces)---
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /tmp/libJCudaDriver-12.6.0-linux-x86_64.so: libcuda.so.1: cannot open shared object file
          /a b/native/libJCudaDriver-12.6.0-linux-x86_64.so: libcuda.so.1: cannot open shared object file
          libcuda.so.1: cannot open shared object file
          C:\\Temp\\JCudaDriver-12.6.0-windows-x86_64.dll: libcuda.so.1: cannot open shared object file
          """)
  void of_pathOfTheLibraryAskedFor_isLeftOut(String message) {
    assertEquals(
        "libcuda.so.1: cannot open shared object file",
        LinkerWords.of(new UnsatisfiedLinkError(message)));
  }

  @Test
  void of_libraryThatIsNeeded_keepsItsPath() {
    assertEquals(
        "/opt/old.so: /lib/libcuda.so.1: file too short",
        LinkerWords.of(
            new UnsatisfiedLinkError(
                "/x/libJCudaDriver.so: /opt/old.so: /lib/libcuda.so.1: file too short")));
  }

  @Test
  void of_undefinedSymbol_isLeftAsItIs() {
    assertEquals(
        "undefined symbol: cuCtxGetId",
        LinkerWords.of(
            new UnsatisfiedLinkError(
                "/tmp/libJCudaDriver-12.6.0-linux-x86_64.so: undefined symbol: cuCtxGetId")));
  }

  @Test
  void of_bindingThatTriedTwice_isTheLastAttempt() {
    String last =
        "java.lang.UnsatisfiedLinkError: /tmp/libJCudaDriver-12.6.0-linux-x86_64.so: " + NO_DRIVER;
    assertEquals(NO_DRIVER, LinkerWords.of(new UnsatisfiedLinkError(UNPACKED.formatted(last))));
  }

  @Test
  void of_bindingThatCouldNotUnpack_isWhy() {
    String why = "Could not create directory for temporary file: /nowhere";
    assertEquals(
        why,
        LinkerWords.of(
            new UnsatisfiedLinkError(UNPACKED.formatted("java.io.IOException: " + why))));
  }

  @Test
  void of_classThatFailedBefore_isItsFirstFailure() {
    NoClassDefFoundError again = new NoClassDefFoundError("Could not initialize class org.jocl.CL");
    again.initCause(
        new ExceptionInInitializerError(
            "Exception java.lang.UnsatisfiedLinkError: Could not initialize native OpenCL library."
                + " Implementation library could not be loaded [in thread \"main\"]"));
    assertEquals(
        "Could not initialize native OpenCL library. Implementation library could not be loaded",
        LinkerWords.of(again));
  }

  @Test
  void of_nothingSaid_isTheError() {
    assertEquals("java.lang.LinkageError", LinkerWords.of(new LinkageError()));
    assertEquals(
        "'int jcuda.driver.JCudaDriver.cuInitNative(int)'",
        LinkerWords.of(
            new UnsatisfiedLinkError("'int jcuda.driver.JCudaDriver.cuInitNative(int)'")));
  }
}
