package org.ribond.engine.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.WindowInput;

/**
 * Memory for chunks of sequences on their way through a network, one chunk after another: it grows
 * to what the largest so far needs and stays.
 */
final class ChainBuffers implements AutoCloseable {
  private final Backend backend;
  private final ChainBlueprint blueprint;
  private final int alphabet;
  private final int margin;
  private final boolean isOfPairs;
  private final List<ChainWindow> windows;
  private final List<Reserve> outputs = new ArrayList<>();
  private final List<Reserve> gradients = new ArrayList<>();
  private final List<Reserve> scratch = new ArrayList<>();
  private final Map<ChainWindow, IntReserve> pools = new LinkedHashMap<>();
  private final IntReserve positions = new IntReserve();

  ChainBuffers(Backend backend, ChainArchitecture architecture, ChainBlueprint blueprint) {
    this.backend = backend;
    this.blueprint = blueprint;
    alphabet = architecture.alphabet();
    isOfPairs = architecture.family() instanceof PairFamily;
    windows = blueprint.windows().stream().distinct().toList();
    margin = windows.stream().mapToInt(ChainWindow::halfWindow).max().orElse(0);
    for (Layer layer : blueprint.layers()) {
      outputs.add(new Reserve(layer.width()));
      gradients.add(new Reserve(layer.width()));
    }
    for (ChainBlueprint.Scratch each : blueprint.scratch()) {
      scratch.add(new Reserve(each.width()));
    }
    for (ChainWindow window : windows) {
      pools.computeIfAbsent(items(window), key -> new IntReserve());
    }
  }

  /**
   * Puts a chunk on the backend.
   *
   * @param readings at least one; letters outside of the alphabet are unknown
   * @param isTraining whether words are left out
   * @param noise which, and which letters are unknown besides
   */
  ChainChunk load(Readings readings, boolean isTraining, ChainNoise noise) {
    int[] lengths = readings.letters().stream().mapToInt(sequence -> sequence.length).toArray();
    Layout source = Layout.chains(lengths);
    List<Layout> layouts = new ArrayList<>();
    for (Layer layer : blueprint.layers()) {
      layouts.add(layer.layout(source, layouts));
    }
    positions.fill(positions(lengths));
    int number = 0;
    int poolLength = ItemPool.length(readings, margin);
    for (Map.Entry<ChainWindow, IntReserve> pool : pools.entrySet()) {
      ChainWindow items = pool.getKey();
      Dropout dropped = isTraining ? noise.words(number, items.dropout()) : Dropout.NONE;
      Dropout letters = isTraining && items.masked() ? noise.letters() : Dropout.NONE;
      int[] values = pool.getValue().values(poolLength);
      new ItemPool(items, alphabet, margin).write(readings, letters, dropped, values);
      pool.getValue().upload();
      number++;
    }
    Map<ChainWindow, WindowInput> inputs = new HashMap<>();
    for (ChainWindow window : windows) {
      inputs.put(window, input(window));
    }
    List<Matrix> kept = new ArrayList<>();
    for (int place = 0; place < scratch.size(); place++) {
      ChainBlueprint.Scratch each = blueprint.scratch().get(place);
      int rows = each.rows() > 0 ? each.rows() : layouts.get(each.layer()).sites();
      kept.add(scratch.get(place).rows(rows));
    }
    return new ChainChunk(List.copyOf(layouts), inputs, readings, List.copyOf(kept), isTraining);
  }

  private WindowInput input(ChainWindow window) {
    return new WindowInput(
        pools.get(items(window)).ints(),
        positions.ints(),
        0,
        window.values(alphabet),
        window.halfWindow());
  }

  /** Windows of one item: those of any width see the same pool. */
  private static ChainWindow items(ChainWindow window) {
    return new ChainWindow(window.input(), window.size(), 0, window.dropout(), window.masked());
  }

  /** Where each letter is in a pool. */
  private int[] positions(int[] lengths) {
    int[] values = new int[Arrays.stream(lengths).sum()];
    int at = 0;
    int start = margin;
    for (int length : lengths) {
      for (int site = 0; site < length; site++) {
        values[at++] = start + site;
      }
      start += length + margin;
    }
    return values;
  }

  /** A matrix for the output of each layer. */
  List<Matrix> outputs(ChainChunk chunk) {
    List<Matrix> matrices = new ArrayList<>();
    for (int layer = 0; layer < outputs.size(); layer++) {
      matrices.add(outputs.get(layer).rows(chunk.layout(layer).sites()));
    }
    return List.copyOf(matrices);
  }

  /** A matrix for the gradient of the output of layer {@code layer}. */
  Matrix gradient(ChainChunk chunk, int layer) {
    return gradients.get(layer).rows(chunk.layout(layer).sites());
  }

  /**
   * Number of the sequence behind the last one of a chunk that begins with {@code first}. Chunks of
   * a list have about as many sites each.
   *
   * @param budget most sites of a chunk, unless one sequence alone has more
   * @param target sites that are enough
   */
  int end(List<int[]> sequences, int first, long budget, long target) {
    long sites = 0;
    int end = first;
    while (end < sequences.size() && sites < target) {
      long more = sites(sequences.get(end));
      if (end > first && sites + more > budget) {
        break;
      }
      sites += more;
      end++;
    }
    return end;
  }

  /** Sites that are enough for a chunk, where {@code budget} is the most. */
  long target(List<int[]> sequences, long budget) {
    long sites = sequences.stream().mapToLong(this::sites).sum();
    return Math.ceilDiv(sites, Math.ceilDiv(sites, budget));
  }

  /**
   * Sites of a sequence, of an empty one too, for it takes a row of the output; cells of its map
   * where it is made one of.
   */
  private long sites(int[] sequence) {
    long length = Math.max(1, sequence.length);
    return isOfPairs ? length * length : length;
  }

  @Override
  public void close() {
    outputs.forEach(Reserve::close);
    gradients.forEach(Reserve::close);
    scratch.forEach(Reserve::close);
    pools.values().forEach(IntReserve::close);
    positions.close();
  }

  /** A matrix that grows. */
  private final class Reserve {
    private final int width;
    private final List<Matrix> matrix = new ArrayList<>(1);

    Reserve(int width) {
      this.width = width;
    }

    Matrix rows(int rows) {
      int capacity = matrix.isEmpty() ? 0 : matrix.getFirst().rows();
      if (matrix.isEmpty() || rows > capacity) {
        close();
        matrix.add(backend.allocate(Math.max(rows, grown(capacity)), width));
      }
      return matrix.getFirst().leadingRows(rows);
    }

    void close() {
      matrix.forEach(Matrix::close);
      matrix.clear();
    }
  }

  /** A list of integers that grows, with a copy on the host. */
  private final class IntReserve {
    private final List<Ints> list = new ArrayList<>(1);
    private int[] values = {};

    /** The copy on the host, at least {@code length} long. */
    int[] values(int length) {
      if (list.isEmpty() || length > values.length) {
        close();
        values = new int[Math.max(length, grown(values.length))];
        list.add(backend.allocateInts(values.length));
      }
      return values;
    }

    void upload() {
      backend.upload(values, list.getFirst());
    }

    void fill(int[] content) {
      System.arraycopy(content, 0, values(content.length), 0, content.length);
      upload();
    }

    Ints ints() {
      return list.getFirst();
    }

    void close() {
      list.forEach(Ints::close);
      list.clear();
    }
  }

  /** A little more than before, so that slowly growing chunks do not allocate each time. */
  private static int grown(int capacity) {
    return (int) Math.min(Integer.MAX_VALUE, capacity + capacity / 8L);
  }
}
