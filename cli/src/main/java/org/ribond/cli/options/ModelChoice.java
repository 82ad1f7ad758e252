package org.ribond.cli.options;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.contact.predict.Calibration;
import org.ribond.engine.contact.predict.ContactPredictor;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.InputFile;
import org.ribond.engine.model.ModelCard;
import org.ribond.engine.model.Models;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.model.Vote;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.Family;
import org.ribond.engine.network.LinearArchitecture;
import org.ribond.engine.network.PairFamily;
import org.ribond.engine.network.Tower;
import org.ribond.engine.network.TowersArchitecture;
import org.ribond.engine.network.WindowArchitecture;

/**
 * The models that {@code --model} names: one, or several whose networks form one ensemble.
 *
 * @param models the models, at least one
 */
public record ModelChoice(List<TrainedModel> models) {
  /**
   * Reads {@code names}, separated by commas.
   *
   * @throws org.ribond.engine.file.DataException if one is no usable model
   */
  public static ModelChoice read(String names) {
    // A file may have a comma in its name, or in that of a folder.
    String[] each = InputFile.isFile(names) ? new String[] {names} : names.split(",", -1);
    return new ModelChoice(Arrays.stream(each).map(String::strip).map(ModelChoice::one).toList());
  }

  private static TrainedModel one(String name) {
    TrainedModel model = Models.read(name);
    String instead =
        switch (model.architecture()) {
          case WindowArchitecture windows -> "";
          case TowersArchitecture towers -> "";
          case ChainArchitecture chains -> taker(chains.family());
          case LinearArchitecture linear -> "ribond label";
        };
    if (!instead.isEmpty()) {
      throw new DataException(
          name
              + ": is a model of whole sequences, which predicts no contacts: '"
              + instead
              + "' takes it");
    }
    return model;
  }

  /** The command that takes a model of whole sequences. */
  private static String taker(Family family) {
    return switch (family) {
      case PairFamily pairs -> "ribond fold";
      case Tower tower -> "ribond train --family towers --from";
      case Family other -> "ribond label";
    };
  }

  /** Number of networks. */
  public int members() {
    return models.stream().mapToInt(model -> model.members().size()).sum();
  }

  /** The card of a single model; several have none that holds for all of them together. */
  public Map<String, String> card() {
    return models.size() == 1 ? models.getFirst().card() : Map.of();
  }

  /** The calibration of a single model, which was made for the mean; other votes go without. */
  public Optional<Calibration> calibration(Vote vote) {
    return vote.equals(Vote.MEAN) ? Calibration.of(card()) : Optional.empty();
  }

  /** The proteins that any of them was trained on, as on a card. */
  public String trainingProteins() {
    return models.stream()
        .map(model -> model.card().getOrDefault(ModelCard.DATA_PROTEINS, ""))
        .filter(proteins -> !proteins.isEmpty())
        .distinct()
        .collect(Collectors.joining(" "));
  }

  /**
   * Length of the residue window of the first.
   *
   * @throws org.ribond.engine.file.DataException if it has none
   */
  public int residueWindow() {
    return models.getFirst().windowArchitecture().windows().getFirst().length();
  }

  /**
   * Multiply-adds that maps cost: of networks on pairs of windows behind the first layer, for each
   * cell; of networks along chains for each letter, once.
   *
   * @param cells pairs of a residue and a base in all maps
   * @param letters letters of all different chains
   */
  public double multiplyAdds(long cells, long letters) {
    return models.stream()
        .mapToDouble(
            model ->
                model.members().size()
                    * (model.architecture() instanceof WindowArchitecture windows
                        ? (double) cells * windows.denseProducts()
                        : (double) letters * model.architecture().parameters() + cells))
        .sum();
  }

  /** The models on a backend, as one ensemble. */
  public ContactPredictor predictor(Backend backend, Vote vote, Optional<Calibration> calibration) {
    return ContactPredictor.of(models, backend, vote, calibration);
  }
}
