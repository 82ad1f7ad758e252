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
    for (String entry :
        List.of(
            "fold.gamma=-1",
            "fold.gamma=NaN",
            "fold.gamma=two",
            "threshold=0",
            "threshold=1.5",
            "calibration.slope=0",
            "calibration.intercept=Infinity",
            "fold.shortest=0",
            "fold.longest=-3")) {
      String[] parts = entry.split("=");
      Map<String, String> card = Map.of("task", "fold", parts[0], parts[1]);

      DataException e = assertThrows(DataException.class, () -> model(SMALL, card), entry);

      assertEquals(
          "m: is no usable model: its card has " + parts[0] + " '" + parts[1] + "'",
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
