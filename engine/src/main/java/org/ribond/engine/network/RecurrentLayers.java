package org.ribond.engine.network;

import java.util.List;
import java.util.SequencedMap;
import org.ribond.engine.compute.Recurrence;

/**
 * Recurrent layers, one on top of another.
 *
 * @param cell what a step does
 * @param bidirectional whether each layer reads its input in both directions, side by side
 * @param units units of each layer and direction; none for no layers
 */
public record RecurrentLayers(Recurrence.Cell cell, boolean bidirectional, List<Integer> units) {
  /** No layers. */
  public static final RecurrentLayers NONE =
      new RecurrentLayers(Recurrence.Cell.LSTM, false, List.of());

  public RecurrentLayers {
    units = List.copyOf(units);
    FamilyNumbers.check("units", units, 0, 1, FamilyNumbers.MOST_UNITS);
  }

  /** Whether there are any. */
  public boolean isEmpty() {
    return units.isEmpty();
  }

  static RecurrentLayers of(FamilyNumbers numbers) {
    return new RecurrentLayers(
        numbers.named(Recurrence.Cell.values(), "cell"),
        numbers.flag("bidirectional"),
        numbers.integers("units"));
  }

  void put(SequencedMap<String, Object> entries) {
    entries.put("cell", FamilyNumbers.label(cell));
    entries.put("bidirectional", bidirectional);
    entries.put("units", units);
  }
}
