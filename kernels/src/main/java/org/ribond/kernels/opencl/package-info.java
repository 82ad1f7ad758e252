/** The {@code opencl} backend: any device with an OpenCL 1.2 driver, through JOCL. */
package org.ribond.kernels.opencl;
