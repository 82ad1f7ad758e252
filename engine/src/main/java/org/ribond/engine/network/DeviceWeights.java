package org.ribond.engine.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Matrix;

/**
 * One value for each weight of a network, on a backend: the weights themselves, their gradient or a
 * moment. Layers know the places of their tensors in the order of {@link Weights}.
 */
final class DeviceWeights {
  private final Backend backend;
  private final List<TensorShape> shapes;
  private final List<Matrix> matrices = new ArrayList<>();

  /** Zeros, in {@code memory}. */
  DeviceWeights(Backend backend, List<TensorShape> shapes, DeviceMemory memory) {
    this.backend = backend;
    this.shapes = List.copyOf(shapes);
    for (TensorShape shape : shapes) {
      matrices.add(memory.matrix(shape.rows(), shape.columns()));
    }
  }

  /** The matrix of tensor {@code place}. */
  Matrix get(int place) {
    return matrices.get(place);
  }

  /** All matrices, in the order of {@link Weights}. */
  List<Matrix> matrices() {
    return Collections.unmodifiableList(matrices);
  }

  /** Number of tensors. */
  int count() {
    return matrices.size();
  }

  /** Shapes of all tensors. */
  List<TensorShape> shapes() {
    return shapes;
  }

  /** Shape of tensor {@code place}. */
  TensorShape shape(int place) {
    return shapes.get(place);
  }

  void fill(float value) {
    matrices.forEach(matrix -> backend.fill(matrix, value));
  }

  /** Replaces all values by {@code weights}, whose names and shapes must be the architecture's. */
  void upload(Weights weights) {
    weights.requireShapes(shapes);
    for (int place = 0; place < matrices.size(); place++) {
      backend.upload(weights.tensors().get(place).values(), matrices.get(place));
    }
  }

  /** A copy of all values on the host. */
  Weights download() {
    List<Tensor> tensors = new ArrayList<>();
    for (int place = 0; place < matrices.size(); place++) {
      TensorShape shape = shapes.get(place);
      float[] values = new float[Math.toIntExact(shape.values())];
      backend.download(matrices.get(place), values);
      tensors.add(new Tensor(shape.name(), shape.rows(), shape.columns(), values));
    }
    return new Weights(tensors);
  }
}
