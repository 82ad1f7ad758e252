package org.ribond.engine.model;

import java.util.List;
import java.util.Map;
import org.ribond.engine.network.Architecture;
import org.ribond.engine.network.Weights;

/**
 * An ensemble of networks of one architecture, with its card.
 *
 * @param architecture of every member
 * @param members weights of each member, at least one
 * @param card facts about the model in a fixed order: data, plan, scores, calibration, version
 */
public record TrainedModel(
    Architecture architecture, List<Weights> members, Map<String, String> card) {
  public TrainedModel {
    members = List.copyOf(members);
    if (members.isEmpty()) {
      throw new IllegalArgumentException("a model needs a member");
    }
  }
}
