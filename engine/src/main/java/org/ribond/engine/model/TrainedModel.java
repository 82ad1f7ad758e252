package org.ribond.engine.model;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.ribond.engine.file.DataException;
import org.ribond.engine.network.Architecture;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.LinearArchitecture;
import org.ribond.engine.network.TowersArchitecture;
import org.ribond.engine.network.Weights;
import org.ribond.engine.network.WindowArchitecture;

/**
 * An ensemble of networks of one architecture, with its card.
 *
 * @param architecture of every member
 * @param members weights of each member, at least one
 * @param card facts about the model under the names of {@link ModelCard}: data, plan, scores,
 *     calibration, version; in the order of the map given, or sorted if that has none
 */
public record TrainedModel(
    Architecture architecture, List<Weights> members, SequencedMap<String, String> card) {
  /** See {@link TrainedModel}. */
  public TrainedModel(Architecture architecture, List<Weights> members, Map<String, String> card) {
    this(architecture, members, Safetensors.ordered(card));
  }

  /**
   * Checks that there is a member.
   *
   * @throws IllegalArgumentException if there is none
   */
  public TrainedModel {
    members = List.copyOf(members);
    card = Safetensors.ordered(card);
    if (members.isEmpty()) {
      throw new IllegalArgumentException("a model needs a member");
    }
  }

  /**
   * Its architecture, where that is to be one of windows.
   *
   * @throws DataException if it is of whole sequences
   */
  public WindowArchitecture windowArchitecture() {
    return switch (architecture) {
      case WindowArchitecture windows -> windows;
      case ChainArchitecture chains ->
          throw new DataException(
              "the model is a network on whole sequences ("
                  + chains.family().name()
                  + "), not on pairs of windows");
      case TowersArchitecture towers ->
          throw new DataException(
              "the model has networks along whole chains, not on pairs of windows");
      case LinearArchitecture linear ->
          throw new DataException(
              "the model is a linear one of whole sequences, not a network on pairs of windows");
    };
  }

  /**
   * Its architecture, where that is to be one of whole sequences.
   *
   * @throws DataException if it is of windows
   */
  public ChainArchitecture chainArchitecture() {
    return switch (architecture) {
      case ChainArchitecture chains -> chains;
      case WindowArchitecture windows ->
          throw new DataException(
              "the model is a network on pairs of windows, not on whole sequences");
      case TowersArchitecture towers ->
          throw new DataException(
              "the model has two networks, on proteins and on RNAs, not one on whole sequences");
      case LinearArchitecture linear ->
          throw new DataException(
              "the model is a linear one of whole sequences, not a network on them");
    };
  }
}
