package org.ribond.engine.embed.data;

import java.util.List;

/** Makes a vector of a transcript, such as a trained network does. */
public interface Encoder {
  /** Length of a vector. */
  int width();

  /** A vector of {@link #width} finite numbers for each transcript, in their order. */
  float[][] vectors(List<Transcript> transcripts);
}
