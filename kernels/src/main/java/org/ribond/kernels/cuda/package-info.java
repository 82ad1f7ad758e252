/** The {@code cuda} backend: NVIDIA cards through the driver API alone, from committed PTX. */
package org.ribond.kernels.cuda;
