package org.ribond.engine.contact.predict;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Keeps the sums of chains that were used last, within a budget of bytes. The two that were asked
 * for last stay, whatever their size.
 */
final class SumsCache implements AutoCloseable {
  /** Stretches that are in use at a time: one of each chain. */
  private static final int IN_USE = 2;

  private final long budgetBytes;
  private final Map<Stretch, ChainSums> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  SumsCache(long budgetBytes) {
    this.budgetBytes = budgetBytes;
  }

  /**
   * A stretch of a chain.
   *
   * @param window which input of the network it is for
   * @param letters all letters of the chain: what lies beside the stretch is seen by its windows
   * @param first its first position
   * @param count its length
   */
  record Stretch(int window, String letters, int first, int count) {}

  /** The sums of {@code stretch}, made by {@code maker} if they are not here. */
  ChainSums get(Stretch stretch, Supplier<ChainSums> maker) {
    ChainSums known = entries.get(stretch);
    if (known != null) {
      return known;
    }
    ChainSums made = maker.get();
    entries.put(stretch, made);
    bytes += made.bytes();
    Iterator<ChainSums> oldest = entries.values().iterator();
    while (bytes > budgetBytes && entries.size() > IN_USE) {
      ChainSums dropped = oldest.next();
      oldest.remove();
      bytes -= dropped.bytes();
      dropped.close();
    }
    return made;
  }

  /** Bytes of all sums that are kept. */
  long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    entries.values().forEach(ChainSums::close);
    entries.clear();
    bytes = 0;
  }
}
