package org.ribond.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Layout;

/** Tables of layouts on a device of which only the memory is looked at. */
class LayoutTablesTest {
  /** What was written to memory that is not given back. */
  private final Map<DeviceMemory, int[]> open = new HashMap<>();

  private int allocated;

  private final DeviceQueue queue =
      (DeviceQueue)
          Proxy.newProxyInstance(
              DeviceQueue.class.getClassLoader(),
              new Class<?>[] {DeviceQueue.class},
              (proxy, method, arguments) -> {
                switch (method.getName()) {
                  case "allocate" -> {
                    DeviceMemory memory = new Memory((long) arguments[0]);
                    open.put(memory, new int[0]);
                    allocated++;
                    return memory;
                  }
                  case "write" -> open.put((DeviceMemory) arguments[1], (int[]) arguments[0]);
                  default -> throw new UnsupportedOperationException(method.getName());
                }
                return null;
              });

  private final Workspace workspace = new Workspace(queue);
  private final StepRecorder recorder = new StepRecorder(queue, workspace);
  private final LayoutTables tables = new LayoutTables(queue, recorder);

  /** Some bytes. */
  private final class Memory implements DeviceMemory {
    private final long bytes;

    Memory(long bytes) {
      this.bytes = bytes;
    }

    @Override
    public long bytes() {
      return bytes;
    }

    @Override
    public void close() {
      open.remove(this);
    }
  }

  private long bytes() {
    return open.keySet().stream().mapToLong(DeviceMemory::bytes).sum();
  }

  @Test
  void of_chains_hasTheirStartsAndTheLongestFirst() {
    LayoutTables.Table table = tables.of(Layout.chains(2, 0, 7, 2));
    assertEquals(4, table.count());
    assertEquals(
        "[0, 2, 2, 9, 11, 2, 9, 0, 2, 9, 11, 2, 2]", Arrays.toString(open.get(table.memory())));
  }

  @Test
  void of_equalLayout_isTheSameTable() {
    LayoutTables.Table table = tables.of(Layout.chains(3, 4));
    assertSame(table, tables.of(Layout.chains(3, 4)));
    assertNotSame(table, tables.of(Layout.chains(4, 3)));
  }

  @Test
  void of_manyLayouts_keepsThoseUsedLast() {
    Layout often = Layout.chains(1, 1);
    LayoutTables.Table kept = tables.of(often);
    for (int length = 0; length < 1000; length++) {
      tables.of(Layout.chains(length));
      assertSame(kept, tables.of(often));
    }
    assertTrue(open.size() <= 64 + 2, open.size() + " blocks of memory");
    assertTrue(allocated < 100, allocated + " allocations");
  }

  @Test
  void of_largeLayouts_areBoundedInBytesButForTwo() {
    int[] lengths = new int[500_000];
    for (int i = 0; i < 8; i++) {
      lengths[0] = i;
      LayoutTables.Table before = tables.of(Layout.chains(i));
      tables.of(Layout.chains(lengths));
      assertTrue(open.containsKey(before.memory()), "the one before is there");
      assertTrue(bytes() <= 16 << 20, bytes() + " bytes");
    }
    lengths = new int[2_000_000];
    LayoutTables.Table before = tables.of(Layout.chains(lengths));
    tables.of(Layout.chains(1));
    assertTrue(open.containsKey(before.memory()), "the one before is there");
    tables.of(Layout.chains(2));
    assertTrue(bytes() <= 16 << 20, bytes() + " bytes");
  }

  @Test
  void close_tables_givesAllMemoryBack() {
    tables.of(Layout.chains(3, 4));
    tables.of(Layout.chains());
    tables.close();
    recorder.close();
    assertEquals(Map.of(), open);
  }
}
