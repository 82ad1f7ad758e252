package org.ribond.engine.contact.train;

import java.io.Serial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.evaluate.Level;
import org.ribond.engine.contact.evaluate.MapProtocol;
import org.ribond.engine.contact.predict.ContactPredictor;
import org.ribond.engine.contact.sampling.SequencePair;
import org.ribond.engine.file.DataException;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.model.Vote;
import org.ribond.engine.network.Architecture;
import org.ribond.engine.network.Weights;
import org.ribond.engine.train.Validation;

/**
 * PR AUC (average precision) of whole contact maps, averaged over the maps.
 *
 * <p>The mean, because a user looks at one map: the PR AUC of all cells together is highest after
 * the first epoch, when a network knows which maps have many contacts and little of where.
 *
 * <p>Of copies, complexes with the same two sequences, the first one stands for all. Where the maps
 * have more cells than are to be scored, the largest maps are left out: an epoch is to be judged in
 * less time than it takes to train, and one ribosomal map can have more cells than all others.
 */
public final class MapValidation implements Validation {
  private final Architecture architecture;
  private final Map<String, String> card;
  private final List<Complex> complexes;
  private final List<Complex> scored;
  private final long cells;

  /**
   * Validation on some of {@code complexes}: no more cells than {@code plan} says, unless the
   * smallest map has more.
   *
   * @throws IllegalArgumentException if no map that is left has both contacts and other cells
   */
  public MapValidation(ContactPlan plan, List<Complex> complexes) {
    this(plan.architecture(), Map.of(), plan.validationCells(), complexes);
  }

  /**
   * The same of networks of any architecture.
   *
   * @param card what the predictor is to know besides the weights
   * @param mostCells cells that are scored at most, unless the smallest map has more; 0 for all
   */
  MapValidation(
      Architecture architecture,
      Map<String, String> card,
      long mostCells,
      List<Complex> complexes) {
    Map<SequencePair, Complex> different = new LinkedHashMap<>();
    complexes.forEach(complex -> different.putIfAbsent(SequencePair.of(complex), complex));
    List<Complex> ascending = new ArrayList<>(different.values());
    ascending.sort(
        Comparator.<Complex>comparingLong(MapValidation::cells).thenComparing(Complex::id));
    List<Complex> chosen = new ArrayList<>();
    long sum = 0;
    for (Complex complex : ascending) {
      if (mostCells == 0 || chosen.isEmpty() || sum + cells(complex) <= mostCells) {
        chosen.add(complex);
        sum += cells(complex);
      }
    }
    if (chosen.stream().noneMatch(MapValidation::tellsApart)) {
      throw new IllegalArgumentException(
          chosen.size() + " maps for validation, none of which has contacts and other cells");
    }
    this.architecture = architecture;
    this.card = Map.copyOf(card);
    this.complexes = List.copyOf(complexes);
    scored = List.copyOf(chosen);
    cells = sum;
  }

  private static boolean tellsApart(Complex complex) {
    long contacts = complex.contacts().size();
    return contacts > 0 && contacts < complex.observedCells();
  }

  /** Cells that a network is asked for; those of letters without coordinates are then left out. */
  private static long cells(Complex complex) {
    return (long) complex.protein().sequence().length() * complex.rna().sequence().length();
  }

  /** The complexes that it was given, those that are left out too. */
  public List<Complex> complexes() {
    return complexes;
  }

  /** Number of maps that are scored. */
  public int maps() {
    return scored.size();
  }

  /** Number of cells that are scored. */
  public long cells() {
    return cells;
  }

  @Override
  public OptionalDouble score(Weights weights, Backend backend, BooleanSupplier stop) {
    TrainedModel model = new TrainedModel(architecture, List.of(weights), card);
    try (ContactPredictor predictor =
        ContactPredictor.of(List.of(model), backend, Vote.MEAN, Optional.empty())) {
      return OptionalDouble.of(
          MapProtocol.run(predictor, scored, cellsDone -> giveUpIf(stop))
              .complexMean(Level.CONTACT)
              .averagePrecision());
    } catch (GivenUpException e) {
      return OptionalDouble.empty();
    } catch (DataException e) {
      // Of weights that are finite and huge.
      return OptionalDouble.of(Double.NaN);
    }
  }

  private static void giveUpIf(BooleanSupplier stop) {
    if (stop.getAsBoolean()) {
      throw new GivenUpException();
    }
  }

  /** Ends a scoring from within. */
  private static final class GivenUpException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    GivenUpException() {
      super("told to stop", null, false, false);
    }
  }
}
