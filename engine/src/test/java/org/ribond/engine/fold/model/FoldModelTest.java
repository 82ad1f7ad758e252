package org.ribond.engine.fold.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.ribond.engine.file.DataException;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.Conv;
import org.ribond.engine.network.RnaFormer;
import org.ribond.engine.network.Weights;

class FoldModelTest {
  private static final ChainArchitecture SMALL =
      new ChainArchitecture(5, 2, new RnaFormer(4, 1, 1, 8, 1, 0));

  private static FoldModel model(ChainArchitecture architecture, Map<String, String> card) {
    Weights weights = Weights.zeros(architecture);
    return FoldModel.of("m", new TrainedModel(architecture, List.of(weights), new TreeMap<>(card)));
  }

  @Test
  void of_aBareCard_takesUsualNumbers() {
    FoldModel model = model(SMALL, Map.of("task", "fold"));

    assertEquals(0.5, model.threshold());
    assertEquals(1, model.gamma());
    assertEquals(0.5, model.calibrated(0));
  }

  @Test
  void of_numbersThatCannotBe_isRefusedByName() {
    for (Map.Entry<String, String> entry :
        List.of(
            Map.entry("fold.gamma", "-1"),
            Map.entry("fold.gamma", "NaN"),
            Map.entry("fold.gamma", "two"),
            Map.entry("threshold", "0"),
            Map.entry("threshold", "1.5"),
            Map.entry("calibration.slope", "0"),
            Map.entry("calibration.intercept", "Infinity"),
            Map.entry("fold.shortest", "0"),
            Map.entry("fold.longest", "-3"))) {
      Map<String, String> card = Map.of("task", "fold", entry.getKey(), entry.getValue());

      DataException e = assertThrows(DataException.class, () -> model(SMALL, card));

      assertEquals(
          "m: is no usable model: its card has " + entry.getKey() + " '" + entry.getValue() + "'",
          e.getMessage());
    }
  }

  @Test
  void of_modelsOfOtherTasks_isRefused() {
    ChainArchitecture labels = new ChainArchitecture(4, 2, Conv.PAPER);

    assertThrows(DataException.class, () -> model(SMALL, Map.of()));
    assertThrows(DataException.class, () -> model(labels, Map.of("task", "fold")));
  }
}
