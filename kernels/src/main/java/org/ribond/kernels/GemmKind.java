package org.ribond.kernels;

/** How a {@link GpuBackend} multiplies matrices. */
public enum GemmKind {
  /** Tiles in local memory: any GPU. */
  TILED,
  /** Packed panels: OpenCL devices that are CPUs. */
  PANEL
}
