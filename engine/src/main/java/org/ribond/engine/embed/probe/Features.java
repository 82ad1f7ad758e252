package org.ribond.engine.embed.probe;

import java.util.List;
import org.ribond.engine.embed.data.Transcript;

/** Numbers that are told of any transcript. Implementations are safe for use by several threads. */
public interface Features {
  /** A name for each number. */
  List<String> names();

  /**
   * Writes the numbers of a transcript to {@code row[at..]}, as many as there are names; all are 0
   * before. A number that is not known is left 0.
   */
  void write(Transcript transcript, float[] row, int at);
}
