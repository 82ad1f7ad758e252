package org.ribond.engine.label.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Recurrence;
import org.ribond.engine.file.DataException;
import org.ribond.engine.label.data.Molecule;
import org.ribond.engine.label.linear.LinearOptions;
import org.ribond.engine.label.train.LinearLabels;
import org.ribond.engine.label.train.PlantedLabels;
import org.ribond.engine.metric.ClassCalibration;
import org.ribond.engine.model.GoldenFile;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.ConvLstm;
import org.ribond.engine.network.Family;
import org.ribond.engine.network.RecurrentLayers;
import org.ribond.engine.network.Tensor;
import org.ribond.engine.network.Weights;

/**
 * Files for ONNX Runtime. That it reads them, and gives what {@code label} gives, for networks of
 * every kind of layer, is checked by the comparison with peers (part {@code classify}); the golden
 * files keep them as they were when it was.
 */
class LabelOnnxTest {
  private static final ModelOutputs CLASSES = new ModelOutputs.Classes(List.of("a", "b", "c"));
  private static final ModelOutputs NUMBERS =
      new ModelOutputs.Numbers(List.of("x", "y"), List.of(10.0, -1.0), List.of(2.0, 0.5));
  private static final Family RECURRENT =
      new ConvLstm(
          2,
          3,
          List.of(3, 2),
          3,
          2,
          new RecurrentLayers(Recurrence.Cell.GRU, true, List.of(2)),
          3,
          0.1f,
          0.2f);

  private static LabelModel model(
      Family family, ModelOutputs outputs, Strands strands, int shortest, int members) {
    ChainArchitecture architecture = new ChainArchitecture(4, outputs.size(), family);
    List<Weights> all = new ArrayList<>();
    int number = 0;
    for (int member = 0; member < members; member++) {
      Weights weights = Weights.zeros(architecture);
      for (Tensor tensor : weights.tensors()) {
        for (int i = 0; i < tensor.values().length; i++) {
          tensor.values()[i] = (number++ * 7919 % 257) / 256f;
        }
      }
      all.add(weights);
    }
    LabelFacts facts = new LabelFacts(Molecule.DNA, strands, outputs, shortest, 12);
    Optional<ClassCalibration> calibration =
        outputs.equals(CLASSES)
            ? Optional.of(new ClassCalibration(1.5, List.of(0.0, 0.25, -0.5)))
            : Optional.empty();
    return new LabelModel(
        new TrainedModel(architecture, all, new LinkedHashMap<>(facts.entries())),
        facts,
        calibration);
  }

  @Test
  void files_ofBothKindsOfNetworks_areTheGoldenOnes() throws IOException {
    LabelModel dilated = model(PlantedLabels.DILATED, CLASSES, Strands.BOTH, 12, 2);
    LabelModel recurrent = model(RECURRENT, NUMBERS, Strands.FORWARD, 12, 1);

    GoldenFile.check(
        LabelOnnxTest.class, "dilated-1.onnx", LabelOnnx.of(dilated, Optional.empty(), "1"));
    GoldenFile.check(
        LabelOnnxTest.class, "recurrent-1.onnx", LabelOnnx.of(recurrent, Optional.of(9), "1"));
  }

  @Test
  void metadata_tellLettersLengthAndAnswers() {
    LabelModel dilated = model(PlantedLabels.DILATED, CLASSES, Strands.BOTH, 12, 1);

    String text =
        new String(LabelOnnx.of(dilated, Optional.of(20), "1"), StandardCharsets.ISO_8859_1);

    assertTrue(text.contains("letters\u0012\u0005ACGTN"), "the letters in the order of codes");
    assertTrue(text.contains("length\u0012\u000220"), "the length");
    assertTrue(text.contains("answers\u0012\u0005a\tb\tc"), "the classes");
  }

  @Test
  void models_withoutNetworkOrLength_areRefused() {
    LabelModel unequal = model(PlantedLabels.DILATED, CLASSES, Strands.BOTH, 5, 1);
    LabelModel linear =
        LabelModel.of(
            LinearLabels.train(
                PlantedLabels.classes(60, 1),
                Optional.empty(),
                LinearOptions.DEFAULT,
                new LinkedHashMap<>()));

    assertEquals(
        "sequences in training had 5 to 12 letters: name one length",
        assertThrows(DataException.class, () -> LabelOnnx.of(unequal, Optional.empty(), "1"))
            .getMessage());
    assertEquals(
        "a linear model has no network to export",
        assertThrows(DataException.class, () -> LabelOnnx.of(linear, Optional.of(9), "1"))
            .getMessage());
  }
}
