package org.ribond.engine.network;

/** What keeps the values of a layer of one size. */
public enum Normalisation {
  /** Nothing. */
  NONE,

  /** Layer normalisation: each site by its own mean and variance over the channels. */
  ROWS,

  /**
   * Batch normalisation: each channel by its mean and variance over all sites. In training over
   * those of a chunk of a mini-batch, the sequences that go through the layers together; elsewhere
   * by running moments, which every chunk pulls a tenth of the way.
   */
  COLUMNS
}
