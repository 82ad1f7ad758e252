package org.ribond.engine.network;

import java.util.ArrayList;
import java.util.List;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Matrix;

/**
 * A network's layers on a backend.
 *
 * @param backend the backend
 * @param layers the layers, in order; the last one gives the logits
 * @param weights their weights
 * @param constants what never changes
 */
record DeviceLayers(
    Backend backend, List<Layer> layers, DeviceWeights weights, Constants constants) {
  /** Outputs of a tile take no more than this, whatever the backend prefers. */
  private static final long TILE_BYTES = 64L << 20;

  /** The layers of {@code blueprint} with weights of 0, in {@code memory}. */
  static DeviceLayers of(
      Backend backend, List<Window> windows, Blueprint blueprint, DeviceMemory memory) {
    return of(backend, windows, blueprint.tensors(), blueprint.layers(), memory);
  }

  /** The layers of {@code blueprint} with weights of 0, in {@code memory}. */
  static DeviceLayers of(Backend backend, ChainBlueprint blueprint, DeviceMemory memory) {
    return of(backend, List.of(), blueprint.tensors(), blueprint.layers(), memory);
  }

  private static DeviceLayers of(
      Backend backend,
      List<Window> windows,
      List<TensorShape> tensors,
      List<Layer> layers,
      DeviceMemory memory) {
    DeviceWeights weights = new DeviceWeights(backend, tensors, memory);
    Constants constants = new Constants(backend, windows, layers, memory);
    return new DeviceLayers(backend, layers, weights, constants);
  }

  /** One matrix of {@code rows} for the output of each of {@code layers}. */
  static List<Matrix> outputs(DeviceMemory memory, List<Layer> layers, int rows) {
    List<Matrix> matrices = new ArrayList<>();
    for (Layer layer : layers) {
      matrices.add(memory.matrix(rows, layer.width()));
    }
    return List.copyOf(matrices);
  }

  /** The layers below the logits. */
  List<Layer> inner() {
    return layers.subList(0, layers.size() - 1);
  }

  /**
   * Rows to take through all layers at a time: as many as the backend prefers, within 64 MiB of
   * outputs.
   *
   * @param most no more than these
   */
  int tileRows(int most) {
    long rowBytes = inner().stream().mapToLong(layer -> (long) Float.BYTES * layer.width()).sum();
    int preferred = Math.min(most, Math.max(1, backend.preferredRows()));
    return Math.clamp(TILE_BYTES / rowBytes, 1, preferred);
  }
}
