package org.ribond.cli.options;

import org.ribond.engine.file.DataException;
import org.ribond.engine.label.model.LabelModel;
import org.ribond.engine.model.Models;

/** Models of the task label that {@code --model} names. */
public final class LabelModels {
  private LabelModels() {}

  /**
   * Reads one.
   *
   * @throws DataException if it is no usable model, or one for something else; with its name
   */
  public static LabelModel read(String name) {
    try {
      return LabelModel.of(Models.read(name));
    } catch (DataException e) {
      throw e.getMessage().startsWith(name)
          ? e
          : new DataException(name + ": " + e.getMessage(), e);
    }
  }
}
