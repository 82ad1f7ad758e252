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
import org.ribond.engine.network.OnnxGraph;
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
    OnnxGraph dense = new OnnxGraph();
    dense.input("x", OnnxGraph.Type.FLOAT, pairs, 24L * window);
    rest(dense, dense.node("MatMul", "x", constant(dense, work.windowWeights())), work, pairs);
    try (OnnxTensor x = tensor(work.pairWindows(1), pairs, 24L * window)) {
      time(work, board, "dense", dense, Map.of("x", x));
    }
    OnnxGraph factorised = new OnnxGraph();
    factorised.input("residues", OnnxGraph.Type.FLOAT, MapWork.RESIDUES, 20L * window);
    factorised.input("bases", OnnxGraph.Type.FLOAT, MapWork.BASES, 4L * window);
    Tensor residues = work.weights().tensors().get(0);
    Tensor bases = work.weights().tensors().get(1);
    long units = residues.columns();
    String p = factorised.node("MatMul", "residues", constant(factorised, residues));
    String q = factorised.node("MatMul", "bases", constant(factorised, bases));
    String rows = factorised.integers(MapWork.RESIDUES, 1, units);
    String sums = factorised.node("Add", factorised.node("Reshape", p, rows), q);
    String flat = factorised.node("Reshape", sums, factorised.integers(pairs, units));
    rest(factorised, flat, work, pairs);
    try (OnnxTensor x = tensor(work.residueWindows(1), MapWork.RESIDUES, 20L * window);
        OnnxTensor y = tensor(work.baseWindows(), MapWork.BASES, 4L * window)) {
      time(work, board, "factorised", factorised, Map.of("residues", x, "bases", y));
    }
  }

  private static String constant(OnnxGraph graph, Tensor tensor) {
    return tensor.name().endsWith("bias")
        ? graph.constant(tensor.values(), tensor.columns())
        : graph.constant(tensor.values(), tensor.rows(), tensor.columns());
  }

  /** From the first product to the probabilities. */
  private static void rest(OnnxGraph graph, String product, MapWork work, long pairs) {
    List<Tensor> tensors = work.weights().tensors();
    String last = product;
    for (int place = 2; place < tensors.size(); place++) {
      boolean isBias = tensors.get(place).name().endsWith("bias");
      last = graph.node(isBias ? "Add" : "MatMul", last, constant(graph, tensors.get(place)));
      if (isBias && place < tensors.size() - 1) {
        last = graph.node("Relu", last);
      }
    }
    graph.node("Softmax", Map.of(), List.of(last), "y");
    graph.output("y", pairs, 2);
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
      try (OrtSession session = environment.createSession(graph.toModel("", Map.of()), options)) {
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
