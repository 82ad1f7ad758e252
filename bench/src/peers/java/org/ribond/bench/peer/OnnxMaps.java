package org.ribond.bench.peer;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.ribond.engine.network.Tensor;

/** Maps by ONNX Runtime, from dense windows of all pairs, or with the first layer factorised. */
final class OnnxMaps {
  private final int threads;
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

  OnnxMaps(int threads) {
    this.threads = threads;
  }

  static String version() {
    return "ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion();
  }

  void run(MapWork work, Scoreboard board) throws OrtException {
    int window = work.window();
    long pairs = (long) MapWork.RESIDUES * MapWork.BASES;
    OnnxGraph dense = new OnnxGraph().input("x", pairs, 24L * window);
    Tensor first = work.windowWeights();
    dense.constant("w", first.values(), first.rows(), first.columns());
    dense.node("MatMul", List.of("x", "w"), "product");
    rest(dense, work, pairs);
    try (OnnxTensor x = tensor(work.pairWindows(1), pairs, 24L * window)) {
      time(work, board, "dense", dense, Map.of("x", x));
    }
    OnnxGraph factorised =
        new OnnxGraph()
            .input("residues", MapWork.RESIDUES, 20L * window)
            .input("bases", MapWork.BASES, 4L * window);
    Tensor residues = work.weights().tensors().get(0);
    Tensor bases = work.weights().tensors().get(1);
    long units = residues.columns();
    factorised
        .constant("wp", residues.values(), residues.rows(), units)
        .constant("wq", bases.values(), bases.rows(), units)
        .node("MatMul", List.of("residues", "wp"), "p")
        .node("MatMul", List.of("bases", "wq"), "q")
        .shape("p3shape", MapWork.RESIDUES, 1, units)
        .shape("flat", pairs, units)
        .node("Reshape", List.of("p", "p3shape"), "p3")
        .node("Add", List.of("p3", "q"), "sums")
        .node("Reshape", List.of("sums", "flat"), "product");
    rest(factorised, work, pairs);
    try (OnnxTensor p = tensor(work.residueWindows(1), MapWork.RESIDUES, 20L * window);
        OnnxTensor q = tensor(work.baseWindows(), MapWork.BASES, 4L * window)) {
      time(work, board, "factorised", factorised, Map.of("residues", p, "bases", q));
    }
  }

  /** From the first product to the probabilities. */
  private static void rest(OnnxGraph graph, MapWork work, long pairs) {
    List<Tensor> tensors = work.weights().tensors();
    String last = "product";
    for (int place = 2; place < tensors.size(); place++) {
      Tensor tensor = tensors.get(place);
      String out = "t" + place;
      boolean isBias = tensor.name().endsWith("bias");
      if (isBias) {
        graph.constant("c" + place, tensor.values(), tensor.columns());
      } else {
        graph.constant("c" + place, tensor.values(), tensor.rows(), tensor.columns());
      }
      graph.node(isBias ? "Add" : "MatMul", List.of(last, "c" + place), out);
      last = out;
      if (isBias && place < tensors.size() - 1) {
        graph.node("Relu", List.of(out), "a" + place);
        last = "a" + place;
      }
    }
    graph.node("Softmax", List.of(last), "y").output("y", pairs, 2);
  }

  private OnnxTensor tensor(float[] values, long rows, long columns) throws OrtException {
    FloatBuffer buffer =
        ByteBuffer.allocateDirect(4 * values.length).order(ByteOrder.nativeOrder()).asFloatBuffer();
    buffer.put(values).rewind();
    return OnnxTensor.createTensor(environment, buffer, new long[] {rows, columns});
  }

  private void time(
      MapWork work, Scoreboard board, String way, OnnxGraph graph, Map<String, OnnxTensor> inputs)
      throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      try (OrtSession session = environment.createSession(graph.toModel(), options)) {
        float[] probabilities = new float[2 * MapWork.RESIDUES * MapWork.BASES];
        try (OrtSession.Result result = session.run(inputs)) {
          ((OnnxTensor) result.get(0)).getFloatBuffer().get(probabilities);
        }
        work.check("ONNX Runtime " + way, 1, probabilities);
        Runnable theirs =
            () -> {
              try (OrtSession.Result result = session.run(inputs)) {
                ((OnnxTensor) result.get(0)).getFloatBuffer().get(probabilities);
              } catch (OrtException e) {
                throw new IllegalStateException(e);
              }
            };
        String name =
            "map window %d: ONNX Runtime %s, %d threads".formatted(work.window(), way, threads);
        board.time(new Duel(name, "pairs/s", MapWork.RESIDUES * MapWork.BASES, work::next, theirs));
      }
    }
  }
}
