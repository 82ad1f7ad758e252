package org.ribond.bench.peer;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import org.ribond.engine.network.Tensor;

/** Maps by PyTorch, from dense windows of all pairs, or with the first layer factorised. */
final class TorchMaps {
  private final int threads;

  /** A way to the probabilities of all pairs. */
  @FunctionalInterface
  private interface Maker {
    float[] map();
  }

  TorchMaps(int threads) {
    this.threads = threads;
  }

  void run(MapWork work, Scoreboard board) {
    int window = work.window();
    int pairs = MapWork.RESIDUES * MapWork.BASES;
    Torch.setThreads(threads);
    JniUtils.setGradMode(false);
    try (Torch torch = new Torch(work.weights(), 0)) {
      NDArray x = torch.matrix(work.pairWindows(1), pairs, 24 * window);
      time(
          work,
          board,
          "dense",
          () -> torch.within(List.of(x), () -> probabilities(torch.logits(torch.dense(x), false))));
      NDArray residues = torch.matrix(work.residueWindows(1), MapWork.RESIDUES, 20 * window);
      NDArray bases = torch.matrix(work.baseWindows(), MapWork.BASES, 4 * window);
      NDArray ofResidues = weights(torch, work.weights().tensors().get(0));
      NDArray ofBases = weights(torch, work.weights().tensors().get(1));
      time(
          work,
          board,
          "factorised",
          () ->
              torch.within(
                  List.of(residues, bases),
                  () -> {
                    NDArray q = torch.biased(bases.matMul(ofBases));
                    NDArray p = residues.matMul(ofResidues).expandDims(1);
                    return probabilities(torch.logits(p.add(q).reshape(pairs, q.size(1)), false));
                  }));
    }
  }

  private static NDArray weights(Torch torch, Tensor tensor) {
    return torch.matrix(tensor.values(), tensor.rows(), tensor.columns());
  }

  private static float[] probabilities(NDArray logits) {
    return logits.softmax(1).toFloatArray();
  }

  private void time(MapWork work, Scoreboard board, String way, Maker theirs) {
    work.check("PyTorch " + way, 1, theirs.map());
    String name = "map window %d: PyTorch %s, %d threads".formatted(work.window(), way, threads);
    board.time(
        new Duel(name, "pairs/s", MapWork.RESIDUES * MapWork.BASES, work::next, theirs::map));
  }
}
