package org.ribond.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.kernels.KernelSource;
import org.ribond.kernels.Tool;

/** What can be checked of the CUDA kernels without a card, where the tools are installed. */
class CudaToolchainTest {
  private static final Path SOURCES = Path.of("src/main/resources/org/ribond/kernels/source");

  @TempDir private Path folder;

  private static void succeed(String... command) throws IOException, InterruptedException {
    Tool.Result result = Tool.run(List.of(command), Map.of());
    assertEquals(0, result.exitCode(), String.join(" ", command) + "\n" + result.output());
  }

  @ParameterizedTest
  @CsvSource({"cuda, 75", "tensor, 80"})
  void sources_nvcc_compileToPtx(String source, int capability) throws Exception {
    String nvcc = Tool.orSkip("nvcc");
    Path ptx = folder.resolve("out.ptx");
    succeed(
        nvcc,
        "-arch=compute_" + capability,
        "-Werror=all-warnings",
        "-ptx",
        "-o",
        ptx.toString(),
        SOURCES.resolve(source + ".cu").toString());
    assertTrue(Files.readString(ptx).contains(".target sm_" + capability));
  }

  @ParameterizedTest
  @CsvSource({"cuda, 75, 75", "cuda, 75, 90", "tensor, 80, 80", "tensor, 80, 90"})
  void committedPtx_ptxas_assemblesForCard(String program, int capability, int card)
      throws Exception {
    String ptxas = Tool.orSkip("ptxas");
    Path ptx = folder.resolve("in.ptx");
    Files.writeString(ptx, KernelSource.resource("ptx/" + program + "-" + capability + ".ptx"));
    succeed(
        ptxas,
        "-arch=sm_" + card,
        "-O0",
        "-o",
        folder.resolve("out.cubin").toString(),
        ptx.toString());
  }
}
