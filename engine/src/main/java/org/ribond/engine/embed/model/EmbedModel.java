package org.ribond.engine.embed.model;

import java.util.List;
import org.ribond.engine.file.DataException;
import org.ribond.engine.model.ModelCard;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.IsoClr;
import org.ribond.engine.network.Weights;
import org.ribond.engine.sequence.Alphabet;

/**
 * A trained encoder of transcripts.
 *
 * @param trained one network, whose output is the vector
 */
public record EmbedModel(TrainedModel trained) {
  /** What the card's {@link ModelCard#TASK} is. */
  public static final String TASK = "embed";

  /**
   * A model as its card has it.
   *
   * @param name of the model, for messages
   * @throws DataException if it is no encoder of transcripts
   */
  public static EmbedModel of(String name, TrainedModel trained) {
    if (!(trained.architecture() instanceof ChainArchitecture chains)
        || !(chains.family() instanceof IsoClr encoder)
        || encoder.top() != IsoClr.Top.VECTOR
        || !TASK.equals(trained.card().get(ModelCard.TASK))) {
      throw new DataException(
          name + ": is no encoder of transcripts; ribond train --task embed makes one");
    }
    if (chains.alphabet() != Alphabet.RNA.size() || trained.members().size() != 1) {
      throw new DataException(
          name
              + ": has "
              + trained.members().size()
              + " networks on "
              + chains.alphabet()
              + " letters, not one on "
              + Alphabet.RNA.size());
    }
    return new EmbedModel(trained);
  }

  /**
   * The same network with the weights that a training begins with; what batch normalisation takes
   * for the moments of what it reads is 0 and 1.
   */
  public EmbedModel untrained(int seed) {
    Weights initial = Weights.initial(architecture(), seed, 0);
    return new EmbedModel(
        new TrainedModel(trained.architecture(), List.of(initial), trained.card()));
  }

  /** The shape of the network. */
  public ChainArchitecture architecture() {
    return trained.chainArchitecture();
  }

  /** Its weights. */
  public Weights weights() {
    return trained.members().getFirst();
  }

  /** Numbers of a vector. */
  public int width() {
    return architecture().outputs();
  }

  /** What it reads besides letters, see {@link IsoClr#marks}. */
  public int marks() {
    return ((IsoClr) architecture().family()).marks();
  }
}
