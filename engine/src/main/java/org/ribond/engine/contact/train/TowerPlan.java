package org.ribond.engine.contact.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.ribond.engine.contact.tower.ChainNumbers;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.ChainTargets;
import org.ribond.engine.network.Tower;
import org.ribond.engine.network.TowersArchitecture;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.train.Learning;
import org.ribond.engine.train.Schedule;
import org.ribond.engine.train.TaskPlan;
import org.ribond.engine.train.TrainingPlan;

/**
 * The part of a training plan that is about contacts by networks along whole chains.
 *
 * @param architecture of each member
 * @param from name of the model whose network on proteins each member begins with, empty for none
 * @param validationCells cells of contact maps that an epoch is judged by at most; 0 for all
 */
public record TowerPlan(TowersArchitecture architecture, String from, long validationCells)
    implements TaskPlan {
  /** Channels of the network on proteins where nobody says otherwise. */
  public static final int CHANNELS = 128;

  /** Probability that a unit is dropped. */
  public static final float DROPOUT = 0.5f;

  /** Maps of a mini-batch. */
  public static final int BATCH = 8;

  /** Epochs of a network. */
  public static final int EPOCHS = 6;

  /** Networks of either kind. */
  public static final int MEMBERS = 3;

  /** How a network learns where nobody says otherwise. */
  public static final Learning LEARNING =
      new Learning(new Adam(1e-3f, 0.9f, 0.999f, 1e-8f, 0, 0.05f), new Schedule.Cosine(1), 0);

  private static final int STEM = 7;
  private static final int TAPS = 3;
  private static final List<Integer> ALONG_PROTEIN = List.of(1, 2, 4, 8, 16, 32);
  private static final List<Integer> ALONG_RNA = List.of(1, 2, 4);

  /**
   * Checks that the parts fit together.
   *
   * @throws IllegalArgumentException if they do not
   */
  public TowerPlan {
    if (validationCells < 0) {
      throw new IllegalArgumentException("validation cells " + validationCells + " are below 0");
    }
    if (architecture.parameters() > TrainingPlan.MOST_WEIGHTS) {
      throw new IllegalArgumentException(
          "networks of "
              + architecture.parameters()
              + " weights, more than "
              + TrainingPlan.MOST_WEIGHTS);
    }
  }

  /**
   * Networks on proteins and on RNAs.
   *
   * @param channels of the one on proteins, that on RNAs has half as many; even
   * @param isNumbered whether they read {@link ChainNumbers} besides letters
   */
  public static TowersArchitecture architecture(int channels, boolean isNumbered, float dropout) {
    if (channels < 2 || channels % 2 != 0) {
      throw new IllegalArgumentException("channels " + channels + " are not even and positive");
    }
    return new TowersArchitecture(
        tower(
            Alphabet.PROTEIN,
            new Tower(
                STEM,
                isNumbered ? ChainNumbers.OF_RESIDUE : 0,
                channels,
                TAPS,
                ALONG_PROTEIN,
                dropout)),
        tower(
            Alphabet.RNA,
            new Tower(
                STEM,
                isNumbered ? ChainNumbers.OF_BASE : 0,
                channels / 2,
                TAPS,
                ALONG_RNA,
                dropout)));
  }

  private static ChainArchitecture tower(Alphabet alphabet, Tower family) {
    return new ChainArchitecture(alphabet.size(), ChainTargets.Sites.COLUMNS, family);
  }

  @Override
  public SequencedMap<String, Object> entries() {
    Tower ofResidues = (Tower) architecture.residues().family();
    SequencedMap<String, Object> entries = new LinkedHashMap<>();
    entries.put("family", "towers");
    entries.put("channels", ofResidues.channels());
    entries.put("numbers", ofResidues.given() > 0);
    entries.put("dropout", ofResidues.dropout());
    if (!from.isEmpty()) {
      entries.put("from", from);
    }
    return entries;
  }

  @Override
  public SequencedMap<String, Object> validationEntries() {
    SequencedMap<String, Object> entries = new LinkedHashMap<>();
    entries.put("valid-cells", validationCells);
    return entries;
  }
}
