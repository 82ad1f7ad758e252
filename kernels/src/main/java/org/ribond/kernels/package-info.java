/**
 * Backends on optional devices. {@link org.ribond.kernels.GpuBackend} carries out the operations of
 * the compute seam with kernels written once; the {@code opencl} and {@code cuda} packages give it
 * a device.
 */
package org.ribond.kernels;
