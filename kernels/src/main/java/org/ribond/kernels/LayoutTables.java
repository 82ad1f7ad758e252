package org.ribond.kernels;

import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.ribond.engine.compute.Layout;

/**
 * Where the chains of layouts begin and end, in device memory: made once for each layout and kept
 * while it is among those used last. A kernel looks up the chain of a site by bisection, so that a
 * table grows with the number of chains, not of sites.
 *
 * <p>A table may be given back while a recording of the step that used it is still there, so a step
 * that asks for one is not recorded.
 */
final class LayoutTables implements AutoCloseable {
  private static final int MOST_TABLES = 64;
  private static final long MOST_BYTES = 16L << 20;

  /** Of two, which one operation may need, neither is given back for the other. */
  private static final int LEAST_TABLES = 2;

  private final DeviceQueue queue;
  private final StepRecorder recorder;

  /** In the order of their last use. */
  private final Map<Layout, Table> tables = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;

  LayoutTables(DeviceQueue queue, StepRecorder recorder) {
    this.queue = queue;
    this.recorder = recorder;
  }

  /**
   * Tables of a layout.
   *
   * @param starts first row of each chain and the end of all, {@code count} + 1 numbers
   * @param ends first row of each chain and the row behind its last, the longest chains first
   */
  record Table(int count, DeviceMemory starts, DeviceMemory ends) implements AutoCloseable {
    long bytes() {
      return starts.bytes() + ends.bytes();
    }

    @Override
    public void close() {
      starts.close();
      ends.close();
    }
  }

  /** The tables of a layout, good for the operation that asks. */
  Table of(Layout layout) {
    recorder.noteWait();
    Table table = tables.get(layout);
    if (table == null) {
      table = make(layout);
      tables.put(layout, table);
      bytes += table.bytes();
      Iterator<Table> oldest = tables.values().iterator();
      while (tables.size() > LEAST_TABLES && (tables.size() > MOST_TABLES || bytes > MOST_BYTES)) {
        Table old = oldest.next();
        oldest.remove();
        bytes -= old.bytes();
        old.close();
      }
    }
    return table;
  }

  private Table make(Layout layout) {
    int count = layout.count();
    int[] order =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparingInt(layout::length).reversed())
            .mapToInt(Integer::intValue)
            .toArray();
    int[] ends = new int[2 * Math.max(1, count)];
    for (int i = 0; i < count; i++) {
      ends[2 * i] = layout.start(order[i]);
      ends[2 * i + 1] = layout.start(order[i] + 1);
    }
    DeviceMemory ofStarts = upload(layout.starts());
    try {
      return new Table(count, ofStarts, upload(ends));
    } catch (RuntimeException e) {
      ofStarts.close();
      throw e;
    }
  }

  private DeviceMemory upload(int[] values) {
    DeviceMemory memory = queue.allocate((long) values.length * Integer.BYTES);
    try {
      queue.write(values, memory);
    } catch (RuntimeException e) {
      memory.close();
      throw e;
    }
    return memory;
  }

  @Override
  public void close() {
    tables.values().forEach(Table::close);
    tables.clear();
    bytes = 0;
  }
}
