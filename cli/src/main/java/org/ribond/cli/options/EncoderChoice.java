package org.ribond.cli.options;

import org.ribond.engine.embed.model.EmbedModel;
import org.ribond.engine.model.Models;

/** Encoders that {@code --model} names. */
public final class EncoderChoice {
  private EncoderChoice() {}

  /**
   * Reads one.
   *
   * @throws org.ribond.engine.file.DataException if it is no usable model, or one for something
   *     else; with its name
   */
  public static EmbedModel read(String name) {
    return EmbedModel.of(name, Models.read(name));
  }
}
