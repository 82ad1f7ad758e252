package org.ribond.kernels;

import java.util.Arrays;
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

  /** Tables are as long as some of these, so that one takes the place of another. */
  private static final long BLOCK_BYTES = 4096;

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
   * Table of a layout.
   *
   * @param memory the first row of each chain and the end of all, {@code count} + 1 numbers; then
   *     the first row of each chain and the row behind its last, the longest chains first. Of maps
   *     there follow instead height, width, and the first row and column among those of all maps
   */
  record Table(int count, DeviceMemory memory) {}

  /** The table of a layout, good for this and the next call. */
  Table of(Layout layout) {
    recorder.noteWait();
    Table table = tables.get(layout);
    if (table == null) {
      int[] numbers = numbers(layout);
      DeviceMemory memory = room((long) numbers.length * Integer.BYTES);
      try {
        queue.write(numbers, memory);
      } catch (RuntimeException e) {
        memory.close();
        throw e;
      }
      table = new Table(layout.count(), memory);
      tables.put(layout, table);
      bytes += memory.bytes();
    }
    return table;
  }

  /** Memory for a table: that of the oldest one, once there are many, if it is of one size. */
  private DeviceMemory room(long least) {
    long wanted = Math.ceilDiv(least, BLOCK_BYTES) * BLOCK_BYTES;
    Iterator<Table> oldest = tables.values().iterator();
    while (tables.size() > 1 && (tables.size() >= MOST_TABLES || bytes + wanted > MOST_BYTES)) {
      DeviceMemory old = oldest.next().memory();
      oldest.remove();
      bytes -= old.bytes();
      if (old.bytes() == wanted) {
        return old;
      }
      old.close();
    }
    return queue.allocate(wanted);
  }

  private static int[] numbers(Layout layout) {
    int count = layout.count();
    if (layout.kind() == Layout.Kind.MAPS) {
      return ofMaps(layout);
    }
    int[] numbers = Arrays.copyOf(layout.starts(), 3 * count + 1);
    int[] order =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparingInt(layout::length).reversed())
            .mapToInt(Integer::intValue)
            .toArray();
    for (int i = 0; i < count; i++) {
      numbers[count + 1 + 2 * i] = layout.start(order[i]);
      numbers[count + 2 + 2 * i] = layout.start(order[i] + 1);
    }
    return numbers;
  }

  private static int[] ofMaps(Layout maps) {
    int count = maps.count();
    int[] numbers = Arrays.copyOf(maps.starts(), 5 * count + 1);
    int firstRow = 0;
    int firstColumn = 0;
    for (int map = 0; map < count; map++) {
      int at = count + 1 + 4 * map;
      numbers[at] = maps.height(map);
      numbers[at + 1] = maps.width(map);
      numbers[at + 2] = firstRow;
      numbers[at + 3] = firstColumn;
      firstRow += maps.height(map);
      firstColumn += maps.width(map);
    }
    return numbers;
  }

  @Override
  public void close() {
    tables.values().forEach(table -> table.memory().close());
    tables.clear();
    bytes = 0;
  }
}
