package org.ribond.engine.contact.predict;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.contact.tower.ChainValues;
import org.ribond.engine.contact.tower.TowerFacts;
import org.ribond.engine.contact.tower.Towers;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.model.Vote;
import org.ribond.engine.network.TowersArchitecture;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

/**
 * Scores contact maps with networks along chains.
 *
 * <p>Contacts are taken for a Poisson process whose rate in a cell is {@code exp(c + f[i] + g[j])}:
 * {@code c} is what the chains' lengths say, {@code f} and {@code g} come from a network on each
 * chain, with exponentials whose means are 1. So the score of a cell is {@code 1 - exp(-rate)},
 * that of a row or a column the same of the sum of its rates, which has a closed form; and the best
 * cells of a map are found without looking at the others. Of residues the mean of those log-odds
 * and of the network's own is taken.
 *
 * <p>Each chain goes through the networks once and is kept for its next partners, within a budget.
 */
final class TowerPredictor implements ContactPredictor {
  /** Letters of all chains that are kept. */
  private static final long MOST_LETTERS = 1 << 21;

  /** Beyond it the odds of a rate are its exponential. */
  private static final double LARGE_RATE = 30;

  private final Vote vote;
  private final Optional<Calibration> calibration;
  private final Optional<Calibration> ofResidues;
  private final Optional<Calibration> ofBases;
  private final List<Towers> towers = new ArrayList<>();
  private final List<TowerFacts> facts = new ArrayList<>();
  private final Map<Key, ChainProfile> known = new LinkedHashMap<>(16, 0.75f, true);
  private long letters;

  private record Key(Alphabet alphabet, String letters) {}

  TowerPredictor(
      List<TrainedModel> models, Backend backend, Vote vote, Optional<Calibration> calibration) {
    vote.check(models.stream().mapToInt(model -> model.members().size()).sum());
    this.vote = vote;
    this.calibration = calibration;
    boolean isOwn = calibration.isPresent() && models.size() == 1;
    Map<String, String> card = isOwn ? models.getFirst().card() : Map.of();
    ofResidues = Calibration.of("residue", card);
    ofBases = Calibration.of("base", card);
    try {
      for (TrainedModel model : models) {
        TowerFacts own = TowerFacts.of(model.card());
        TowersArchitecture shape = (TowersArchitecture) model.architecture();
        towers.add(new Towers(shape, model.members(), backend));
        for (int member = 0; member < model.members().size(); member++) {
          facts.add(own);
        }
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public boolean isCalibrated() {
    return calibration.isPresent();
  }

  private ChainProfile profile(Sequence chain, Alphabet expected) {
    MapPredictor.check(chain, expected);
    Key key = new Key(expected, chain.letters());
    ChainProfile before = known.get(key);
    if (before != null) {
      return before;
    }
    List<ChainValues> members = new ArrayList<>();
    towers.forEach(each -> members.addAll(each.values(chain)));
    ChainProfile made = ChainProfile.of(members, !vote.equals(Vote.MEAN));
    known.put(key, made);
    letters += chain.length();
    Iterator<Key> oldest = known.keySet().iterator();
    while (letters > MOST_LETTERS && known.size() > 2) {
      letters -= oldest.next().letters.length();
      oldest.remove();
    }
    return made;
  }

  /** The factor of all rates of a map: the geometric mean of what the members' models say. */
  private double level(ChainProfile p, ChainProfile q) {
    double sum = 0;
    for (TowerFacts each : facts) {
      sum += each.contacts().of(p.length(), q.length());
    }
    return Math.exp(sum / facts.size());
  }

  @Override
  public void score(Sequence protein, Sequence rna, RowSink sink) {
    ChainProfile p = profile(protein, Alphabet.PROTEIN);
    ChainProfile q = profile(rna, Alphabet.RNA);
    float[] row = new float[q.length()];
    double level = level(p, q);
    for (int i = 0; i < p.length(); i++) {
      double ofResidue = level * p.factors()[i];
      for (int j = 0; j < row.length; j++) {
        row[j] = vote.equals(Vote.MEAN) ? score(ofResidue * q.factors()[j]) : votes(p, q, i, j);
      }
      sink.row(i, row);
    }
  }

  /** Grows with the rate, or stays. */
  private float score(double rate) {
    return (float)
        (calibration.isPresent()
            ? calibration.get().ofLogit(logOdds(rate), calibration.get().intercept())
            : -Math.expm1(-rate));
  }

  private float votes(ChainProfile p, ChainProfile q, int residue, int base) {
    double[] each = new double[facts.size()];
    for (int member = 0; member < each.length; member++) {
      double log =
          facts.get(member).contacts().of(p.length(), q.length())
              + p.members().get(member).where()[residue]
              + q.members().get(member).where()[base];
      each[member] = -Math.expm1(-Math.exp(log));
    }
    double score = vote.of(each);
    return (float)
        (calibration.isPresent()
            ? calibration.get().apply(score, calibration.get().intercept())
            : score);
  }

  /** Log-odds that at least one event of a Poisson process with this rate happens. */
  private static double logOdds(double rate) {
    return rate > LARGE_RATE ? rate : Math.log(Math.max(Math.expm1(rate), Double.MIN_NORMAL));
  }

  @Override
  public Optional<LevelScores> levels(Sequence protein, Sequence rna) {
    if (!vote.equals(Vote.MEAN)) {
      return Optional.empty();
    }
    ChainProfile p = profile(protein, Alphabet.PROTEIN);
    ChainProfile q = profile(rna, Alphabet.RNA);
    double level = level(p, q);
    double ownLevel = 0;
    for (TowerFacts each : facts) {
      ownLevel += each.residues().of(p.length(), q.length()) / facts.size();
    }
    float[] residues = new float[p.length()];
    for (int i = 0; i < residues.length; i++) {
      double rate = level * p.factors()[i] * q.total();
      residues[i] = probability(ofResidues, (logOdds(rate) + p.mean().binds()[i] + ownLevel) / 2);
    }
    float[] bases = new float[q.length()];
    for (int j = 0; j < bases.length; j++) {
      bases[j] = probability(ofBases, logOdds(level * q.factors()[j] * p.total()));
    }
    return Optional.of(new LevelScores(residues, bases));
  }

  private static float probability(Optional<Calibration> own, double logit) {
    return (float)
        own.map(each -> each.ofLogit(logit, each.intercept()))
            .orElseGet(() -> 1 / (1 + Math.exp(-logit)))
            .doubleValue();
  }

  @Override
  public void select(
      Selection selection, Sequence protein, Sequence rna, Consumer<ScoredContact> contacts) {
    if (!(selection instanceof Selection.Best best) || !vote.equals(Vote.MEAN)) {
      ContactPredictor.super.select(selection, protein, rna, contacts);
      return;
    }
    ChainProfile p = profile(protein, Alphabet.PROTEIN);
    ChainProfile q = profile(rna, Alphabet.RNA);
    long count = Math.min(best.count(p.length(), q.length()), (long) p.length() * q.length());
    new BestProducts(level(p, q), p, q).first(count, this::score).forEach(contacts);
  }

  @Override
  public void close() {
    towers.forEach(Towers::close);
  }
}
