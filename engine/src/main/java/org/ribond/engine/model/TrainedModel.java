package org.ribond.engine.model;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
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
    WindowArchitecture architecture, List<Weights> members, SequencedMap<String, String> card) {
  /** See {@link TrainedModel}. */
  public TrainedModel(
      WindowArchitecture architecture, List<Weights> members, Map<String, String> card) {
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
}
