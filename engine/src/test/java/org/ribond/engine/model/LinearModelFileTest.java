package org.ribond.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.engine.file.DataException;
import org.ribond.engine.network.LinearArchitecture;
import org.ribond.engine.network.Weights;

/** Architectures of linear models in model files. */
class LinearModelFileTest {
  private static final String JSON =
      "{\"family\":\"linear\",\"alphabet\":4,\"outputs\":3,\"longest_word\":2,"
          + "\"first_position\":5,\"positions\":7}";

  @Test
  void json_ofALinearModel_isReadBack() {
    LinearArchitecture linear = new LinearArchitecture(4, 3, 2, 5, 7);

    assertEquals(JSON, ArchitectureJson.encode(linear));
    assertEquals(linear, ArchitectureJson.decode("file", JSON));
    assertEquals(4 + 16 + 28, linear.features());
    assertEquals(
        List.of("linear.weights 48x3", "linear.bias 1x3"),
        Weights.zeros(linear).tensors().stream()
            .map(tensor -> tensor.name() + " " + tensor.rows() + "x" + tensor.columns())
            .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"alphabet\":4 | \"alphabet\":1 | alphabet is 1",
        "\"outputs\":3 | \"outputs\":0 | outputs is 0",
        "\"longest_word\":2 | \"longest_word\":9 | 349552 features of a linear model",
        "\"longest_word\":2 | \"longest_word\":17 | longest_word is 17",
        "\"longest_word\":2 | \"longest_word\":2.5 | a linear model has the numbers",
        "\"first_position\":5 | \"first_position\":-1 | first_position is -1",
        "\"positions\":7 | \"positions\":1048577 | positions is 1048577",
        "\"positions\":7 | \"pool\":7 | a linear model has the numbers",
        "\"positions\":7 | \"positions\":7,\"pool\":7 | a linear model has the numbers"
      })
  void json_brokenInOnePlace_isRefusedWithOneLineThatSaysWhere(
      String whole, String broken, String message) {
    DataException e =
        assertThrows(
            DataException.class,
            () -> ArchitectureJson.decode("file", JSON.replace(whole, broken)));

    assertTrue(e.getMessage().contains(message), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }
}
