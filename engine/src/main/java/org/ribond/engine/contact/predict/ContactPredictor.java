package org.ribond.engine.contact.predict;

import java.util.List;
import java.util.Optional;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.file.DataException;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.model.Vote;
import org.ribond.engine.network.TowersArchitecture;

/** Scores contact maps with trained models that are on a backend. Not thread-safe. */
public interface ContactPredictor extends MapScorer, AutoCloseable {
  /**
   * Puts the members of some models on {@code backend} as one ensemble.
   *
   * @param models all on pairs of windows, or all along chains
   * @param vote how the members agree
   * @param calibration applied to the agreed score; made for the vote that is given
   * @throws DataException if the models are of both kinds, or of neither
   * @throws IllegalArgumentException if the vote asks for more members than there are
   * @throws org.ribond.engine.compute.DeviceMemoryException if the device has not enough memory
   */
  static ContactPredictor of(
      List<TrainedModel> models, Backend backend, Vote vote, Optional<Calibration> calibration) {
    long towers =
        models.stream().filter(each -> each.architecture() instanceof TowersArchitecture).count();
    if (towers == 0) {
      return new MapPredictor(models, backend, vote, calibration);
    }
    if (towers < models.size()) {
      throw new DataException(
          "models on pairs of windows and models along chains make no ensemble: their scores are"
              + " of different kinds");
    }
    return new TowerPredictor(models, backend, vote, calibration);
  }

  /** Gives the memory on the backend back; the backend stays open. */
  @Override
  void close();
}
