package org.ribond.engine.contact.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.LongConsumer;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.evaluate.Level;
import org.ribond.engine.contact.evaluate.MapScores;
import org.ribond.engine.contact.predict.Calibration;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.Tower;
import org.ribond.engine.network.TowersArchitecture;
import org.ribond.engine.network.Weights;
import org.ribond.engine.train.MemberReport;
import org.ribond.engine.train.Task;
import org.ribond.engine.train.TrainingPlan;
import org.ribond.engine.train.TrainingSession;
import org.ribond.engine.train.Validation;

/** Learns which residues touch which bases, from whole chains. */
public final class TowerTask implements Task {
  private final TrainingPlan<TowerPlan> plan;
  private final List<Complex> training;
  private final TowerMaps maps;
  private final List<Weights> starts;
  private final Optional<MapValidation> validation;

  /**
   * Prepares a task.
   *
   * @param plan what determines a run besides data and backend
   * @param training complexes to train on
   * @param valid complexes that choose each member's best epoch, and give the model its scores,
   *     calibrations and thresholds, which are left out if there are none
   * @param start a model of {@link ResidueTask}, whose networks the members' networks on proteins
   *     begin with in turn, all but their outputs
   * @throws IllegalArgumentException if {@code training} has no contact, no map of {@code valid}
   *     has both contacts and other cells, or {@code start} has networks of another shape
   */
  public TowerTask(
      TrainingPlan<TowerPlan> plan,
      List<Complex> training,
      Optional<List<Complex>> valid,
      Optional<TrainedModel> start) {
    this.plan = plan;
    starts = start.map(model -> starts(plan.task(), model)).orElse(List.of());
    this.training = List.copyOf(training);
    maps = TowerMaps.of(training);
    validation =
        valid.map(
            complexes ->
                new MapValidation(
                    plan.task().architecture(), facts(), plan.task().validationCells(), complexes));
  }

  private static List<Weights> starts(TowerPlan plan, TrainedModel model) {
    ChainArchitecture own = plan.architecture().residues();
    // Dropout is for training alone, and may be another.
    if (!(model.architecture() instanceof ChainArchitecture given)
        || !(given.family() instanceof Tower family)
        || given.alphabet() != own.alphabet()
        || !family.with(own.dropout()).equals(own.family())) {
      throw new IllegalArgumentException(
          "what is begun with is no network on proteins of the same channels and numbers");
    }
    return model.members().stream().map(weights -> weights.without("output.")).toList();
  }

  private SequencedMap<String, String> facts() {
    SequencedMap<String, String> card = new LinkedHashMap<>();
    maps.facts().put(card);
    return card;
  }

  /** Number of different pairs of sequences with contacts. */
  public int pairs() {
    return maps.maps().size();
  }

  @Override
  public TrainingPlan<TowerPlan> plan() {
    return plan;
  }

  @Override
  public Weights zeros() {
    return Weights.zeros(plan.task().architecture());
  }

  @Override
  public TrainingSession session(int member, Backend backend) {
    Weights start = starts.isEmpty() ? new Weights(List.of()) : starts.get(member % starts.size());
    return new TowerTraining(plan, maps, start, member, backend);
  }

  @Override
  public Optional<Validation> validation() {
    return validation.map(each -> each);
  }

  @Override
  public TrainedModel model(
      List<MemberReport> members,
      SequencedMap<String, String> facts,
      Backend backend,
      LongConsumer progress) {
    SequencedMap<String, String> card = EnsembleModel.card(plan.seed(), facts, training);
    card.putAll(facts());
    TowersArchitecture architecture = plan.task().architecture();
    TrainedModel model =
        new TrainedModel(architecture, members.stream().map(MemberReport::weights).toList(), card);
    if (validation.isEmpty()) {
      return model;
    }
    List<Complex> judged = validation.get().complexes();
    MapScores raw = EnsembleModel.scores(model, Optional.empty(), judged, backend, progress);
    Optional<Calibration> calibration = raw.calibration(Level.CONTACT);
    if (calibration.isPresent()) {
      calibration.get().put(card);
      raw.calibration(Level.RESIDUE).ifPresent(own -> own.put("residue", card));
      raw.calibration(Level.BASE).ifPresent(own -> own.put("base", card));
    }
    TrainedModel calibrated = new TrainedModel(architecture, model.members(), card);
    // The order within a level stays, thresholds do not.
    EnsembleModel.judge(
        calibration.isPresent()
            ? EnsembleModel.scores(calibrated, calibration, judged, backend, progress)
            : raw,
        card);
    return new TrainedModel(architecture, model.members(), card);
  }
}
