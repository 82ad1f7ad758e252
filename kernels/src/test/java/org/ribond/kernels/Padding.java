package org.ribond.kernels;

import java.util.Arrays;
import org.ribond.engine.compute.Matrix;

/** What lies between the columns of a device matrix and its stride. */
public final class Padding {
  private Padding() {}

  /** Fills the padding of a matrix with NaN, which no result may then show. */
  public static void fillWithNaN(Matrix matrix) {
    GpuMatrix device = (GpuMatrix) matrix;
    if (device.isEmpty()) {
      return;
    }
    int columns = device.columns();
    int stride = device.stride();
    float[] dense = new float[device.rows() * columns];
    device.owner().download(device, dense);
    float[] padded = new float[device.rows() * stride];
    Arrays.fill(padded, Float.NaN);
    for (int row = 0; row < device.rows(); row++) {
      System.arraycopy(dense, row * columns, padded, row * stride, columns);
    }
    device.owner().queue().write(padded, device.memory(), device.rows(), stride, stride);
  }
}
