package org.ribond.engine.contact.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.Tower;
import org.ribond.engine.train.TaskPlan;

/**
 * The part of a training plan that is about labels of residues.
 *
 * @param architecture of each member: a tower on proteins, with an output for each label
 * @param labels names of the labels
 */
public record ResiduePlan(ChainArchitecture architecture, List<String> labels) implements TaskPlan {
  /** Chains of a mini-batch where nobody says otherwise. */
  public static final int BATCH = 16;

  public ResiduePlan {
    labels = List.copyOf(labels);
  }

  /** The tower on proteins of {@link TowerPlan#architecture}, with an output for each label. */
  public static ResiduePlan of(
      int channels, boolean isNumbered, float dropout, List<String> labels) {
    ChainArchitecture tower = TowerPlan.architecture(channels, isNumbered, dropout).residues();
    return new ResiduePlan(
        new ChainArchitecture(tower.alphabet(), labels.size(), tower.family()), labels);
  }

  @Override
  public SequencedMap<String, Object> entries() {
    Tower family = (Tower) architecture.family();
    SequencedMap<String, Object> entries = new LinkedHashMap<>();
    entries.put("family", "residues");
    entries.put("channels", family.channels());
    entries.put("numbers", family.given() > 0);
    entries.put("dropout", family.dropout());
    entries.put("labels", labels);
    return entries;
  }

  @Override
  public SequencedMap<String, Object> validationEntries() {
    return new LinkedHashMap<>();
  }
}
