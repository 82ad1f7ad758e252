package org.ribond.kernels;

/** How a {@link GpuBackend} multiplies matrices. */
public enum GemmKind {
  /** Tiles in local memory: any GPU. */
  TILED,
  /** Packed panels: OpenCL devices that are CPUs. */
  PANEL,
  /** Tensor cores, with factors rounded to TF32: NVIDIA cards from Ampere on. */
  TF32,
  /** Tensor cores, with factors rounded to BF16: NVIDIA cards from Ampere on. */
  BF16
}
