package org.ribond.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ribond.kernels.KernelSource;
import org.ribond.kernels.Tool;

/**
 * The OpenCL kernels for GPUs, compiled for AMD's by Clang, which needs none: Polaris (RX 400 and
 * 500) and RDNA 2 (RX 6000).
 */
class AmdCompilerTest {
  /** Most local memory of a work-group that OpenCL 1.2 promises. */
  private static final int LOCAL_BYTES = 32 * 1024;

  /** Of local memory in a step of the large product, eight deep: four elements at a time. */
  private static final int READS = 32;

  /** What the compiler notes of each kernel, in alphabetical order. */
  private static final Pattern KERNEL =
      Pattern.compile(
          "\\.group_segment_fixed_size: (\\d+)\\n"
              + "(?:(?!group_segment)[\\s\\S])*?\\n    \\.name: +(\\w+)\\n"
              + "(?:(?!group_segment)[\\s\\S])*?\\.private_segment_fixed_size: (\\d+)\\n");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"gfx803", "gfx1030"})
  void kernels_forCard_keepToRegistersAndLocalMemory(String card) throws Exception {
    String clang = Tool.orSkip("clang-15");
    Path library =
        Tool.file("/usr/lib/x86_64-linux-gnu/amdgcn/bitcode")
            .orElseThrow(() -> Tool.skipped("rocm-device-libs is not installed"));
    Path source = folder.resolve("kernels.cl");
    Path assembly = folder.resolve("kernels.s");
    Files.writeString(source, KernelSource.read("opencl.cl"));
    Tool.Result compiled =
        Tool.run(
            List.of(
                clang,
                "-x",
                "cl",
                "-cl-std=CL1.2",
                "-target",
                "amdgcn-amd-amdhsa",
                "-mcpu=" + card,
                "--rocm-device-lib-path=" + library,
                "-O2",
                "-S",
                "-o",
                assembly.toString(),
                source.toString()),
            Map.of());
    assertEquals(0, compiled.exitCode(), compiled.output());
    String text = Files.readString(assembly);
    Matcher kernels = KERNEL.matcher(text);
    int found = 0;
    while (kernels.find()) {
      found++;
      String name = kernels.group(2);
      assertTrue(Integer.parseInt(kernels.group(1)) <= LOCAL_BYTES, name + ": " + kernels.group());
      if (name.startsWith("gemm") || name.startsWith("window")) {
        assertEquals("0", kernels.group(3), name + " keeps variables in memory");
      }
    }
    assertEquals(text.lines().filter(line -> line.contains(".amdhsa_kernel ")).count(), found);
    String product = text.substring(text.indexOf("\ngemm128nn:"));
    product = product.substring(0, product.indexOf("\n.Lfunc_end"));
    long reads = product.lines().filter(line -> line.contains("ds_read_b128")).count();
    assertTrue(reads >= READS, "tiles are read four elements at a time: " + reads);
  }
}
