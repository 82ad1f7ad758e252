package org.ribond.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ribond.engine.compute.TestSeed;
import org.ribond.kernels.ChainAgreementTest;
import org.ribond.kernels.SideBySideTest;
import org.ribond.kernels.Tool;
import org.ribond.kernels.TrainingAgreementTest;
import org.ribond.kernels.measure.RunParity;

/**
 * All that is tested on a card, on a driver whose card is the processor: the backend, JCuda, the
 * packing of arguments as the committed PTX declares them, the CUDA sources in fp32 and on emulated
 * tensor cores, and graphs.
 */
class ProcessorCudaTest {
  @TempDir private Path folder;

  @Test
  void testsOfTheCard_onTheProcessor_pass() throws Exception {
    String compiler = Tool.orSkip("g++");
    Tool.Result built =
        Tool.run(
            List.of(
                compiler,
                "-std=c++20",
                "-O2",
                "-march=native",
                "-shared",
                "-fPIC",
                "-I",
                "src/main/resources/org/ribond/kernels/source",
                "-o",
                folder.resolve("libcuda.so.1").toString(),
                "src/test/cpp/processor_cuda.cpp"),
            Map.of());
    assertEquals(0, built.exitCode(), built.output());
    Tool.Result tests =
        Tool.run(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-ea",
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Drequire.backend=" + CudaBackendProvider.NAME,
                "-D" + TestSeed.PROPERTY + "=" + System.getProperty(TestSeed.PROPERTY, "20261121"),
                "-D" + CudaTensorTest.SHAPES_PROPERTY + "=60",
                "-cp",
                System.getProperty("java.class.path"),
                RunParity.class.getName(),
                CudaBackendTest.class.getName(),
                CudaTensorTest.class.getName(),
                TrainingAgreementTest.class.getName(),
                ChainAgreementTest.class.getName(),
                SideBySideTest.class.getName()),
            Map.of("LD_LIBRARY_PATH", folder.toString()));
    assertEquals(0, tests.exitCode(), tests.output());
    assertTrue(tests.output().contains("cuda: loss"), tests.output());
    tests.output().lines().filter(line -> line.startsWith("parity")).forEach(System.out::println);
  }
}
