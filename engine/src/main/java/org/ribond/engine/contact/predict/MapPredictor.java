package org.ribond.engine.contact.predict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.file.DataException;
import org.ribond.engine.model.ModelCard;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.model.Vote;
import org.ribond.engine.network.MapNetwork;
import org.ribond.engine.network.Weights;
import org.ribond.engine.network.Window;
import org.ribond.engine.network.WindowSums;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

/**
 * Scores whole contact maps with a trained model.
 *
 * <p>Each chain is taken through the first layer once and kept for its next partners; pairs go
 * through the other layers in tiles. A map is worked on in stretches of rows and columns, so that
 * memory depends neither on the number of maps nor, but for one row of scores, on their size. A
 * score is the same whatever was scored before it. Not thread-safe; the backend must not be closed
 * before this.
 */
public final class MapPredictor implements ContactPredictor {
  private static final int RESIDUES = 0;
  private static final int BASES = 1;
  private static final List<Alphabet> ALPHABETS = List.of(Alphabet.PROTEIN, Alphabet.RNA);
  private static final int CLASSES = 2;
  private static final int CONTACT = 1;

  /** Pairs that are scored at a time are no more than this, for the host's sake. */
  private static final int MAX_TILE_ROWS = 1 << 16;

  private static final Limits LIMITS = new Limits(512, 2048, 1 << 21, 64L << 20);

  private final Backend backend;
  private final Vote vote;
  private final Optional<Calibration> calibration;
  private final Limits limits;
  private final List<MapNetwork> networks = new ArrayList<>();
  private final SumsCache cache;
  private final int tileRows;
  private final Matrix tile;
  private final float[] classes;
  private final float[][] probabilities;
  private final double[] votes;

  /** What the calibration adds to the logits of the map that is scored. */
  private double shift;

  /**
   * What is held at a time.
   *
   * @param residues rows of a stretch of the map
   * @param bases columns of a stretch of the map
   * @param scores scores of finished rows
   * @param cacheBytes first-layer sums
   */
  record Limits(int residues, int bases, int scores, long cacheBytes) {}

  /**
   * Puts a model on {@code backend}, with the mean of its members and the calibration of its card,
   * if it has one.
   *
   * @throws DataException if the model's inputs are not one window of residues and one of bases
   * @throws org.ribond.engine.compute.DeviceMemoryException if the device has not enough memory
   */
  public MapPredictor(TrainedModel model, Backend backend) {
    this(model, backend, Vote.MEAN, Calibration.of(model.card()));
  }

  /**
   * Puts a model on {@code backend}.
   *
   * @param vote how the members agree
   * @param calibration applied to the agreed score; made for the vote that is given
   * @throws DataException if the model's inputs are not one window of residues and one of bases
   * @throws IllegalArgumentException if the vote asks for more members than there are
   * @throws org.ribond.engine.compute.DeviceMemoryException if the device has not enough memory
   */
  public MapPredictor(
      TrainedModel model, Backend backend, Vote vote, Optional<Calibration> calibration) {
    this(List.of(model), backend, vote, calibration, LIMITS);
  }

  /**
   * Puts the members of several models, of whatever architectures, on {@code backend} as one
   * ensemble.
   *
   * @see #MapPredictor(TrainedModel, Backend, Vote, Optional)
   */
  public MapPredictor(
      List<TrainedModel> models, Backend backend, Vote vote, Optional<Calibration> calibration) {
    this(models, backend, vote, calibration, LIMITS);
  }

  MapPredictor(
      List<TrainedModel> models,
      Backend backend,
      Vote vote,
      Optional<Calibration> calibration,
      Limits limits) {
    models.forEach(MapPredictor::checkInputs);
    vote.check(models.stream().mapToInt(model -> model.members().size()).sum());
    this.backend = backend;
    this.vote = vote;
    this.calibration = calibration;
    this.limits = limits;
    cache = new SumsCache(limits.cacheBytes());
    try {
      for (TrainedModel model : models) {
        for (Weights weights : model.members()) {
          networks.add(new MapNetwork(backend, model.windowArchitecture(), weights));
        }
      }
      int least = networks.stream().mapToInt(MapNetwork::tileRows).min().orElseThrow();
      tileRows = Math.min(least, MAX_TILE_ROWS);
      tile = backend.allocate(tileRows, CLASSES);
    } catch (RuntimeException e) {
      networks.forEach(MapNetwork::close);
      throw e;
    }
    classes = new float[tileRows * CLASSES];
    probabilities = new float[networks.size()][tileRows];
    votes = new double[networks.size()];
  }

  private static void checkInputs(TrainedModel model) {
    List<Window> windows = model.windowArchitecture().windows();
    boolean fits =
        windows.size() == ALPHABETS.size() && model.windowArchitecture().classes() == CLASSES;
    for (int i = 0; fits && i < windows.size(); i++) {
      Window window = windows.get(i);
      String letters = ALPHABETS.get(i).letters();
      String onCard = model.card().getOrDefault(ModelCard.LETTERS + window.name(), letters);
      fits = window.alphabet() == letters.length() && onCard.equals(letters);
    }
    if (!fits) {
      throw new DataException(
          "the model's inputs "
              + windows
              + " are not a window of residues ("
              + Alphabet.PROTEIN.letters()
              + ") and one of bases ("
              + Alphabet.RNA.letters()
              + ") with two classes");
    }
  }

  @Override
  public boolean isCalibrated() {
    return calibration.isPresent();
  }

  /** The calibration that is applied, if any; without one, scores are no probabilities. */
  public Optional<Calibration> calibration() {
    return calibration;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a sequence is empty, or not of its kind
   * @throws DataException if the model's weights are so large that a score is no number
   */
  @Override
  public void score(Sequence protein, Sequence rna, RowSink sink) {
    check(protein, Alphabet.PROTEIN);
    check(rna, Alphabet.RNA);
    shift = calibration.map(c -> c.shift(protein.length(), rna.length())).orElse(0.0);
    int rows = Math.clamp(limits.scores() / rna.length(), 1, limits.residues());
    rows = Math.min(rows, protein.length());
    float[] scores = new float[rows * rna.length()];
    float[] row = new float[rna.length()];
    for (int first = 0; first < protein.length(); first += rows) {
      int count = Math.min(rows, protein.length() - first);
      scoreRows(protein, first, count, rna, scores);
      for (int i = 0; i < count; i++) {
        System.arraycopy(scores, i * row.length, row, 0, row.length);
        sink.row(first + i, row);
      }
    }
  }

  /** Fails unless a sequence is of that kind and has a letter. */
  static void check(Sequence sequence, Alphabet expected) {
    if (sequence.alphabet() != expected || sequence.length() == 0) {
      throw new IllegalArgumentException(
          "sequence '"
              + sequence.name()
              + "' is "
              + (sequence.length() == 0 ? "empty" : "of " + sequence.alphabet())
              + "; expected one of "
              + expected);
    }
  }

  /** Fills {@code scores} (count x bases) with the rows from {@code first} on. */
  private void scoreRows(Sequence protein, int first, int count, Sequence rna, float[] scores) {
    for (int base = 0; base < rna.length(); base += limits.bases()) {
      ChainSums p = sums(RESIDUES, protein, first, count);
      ChainSums q = sums(BASES, rna, base, Math.min(limits.bases(), rna.length() - base));
      scoreTiles(p, q, scores, rna.length(), base);
    }
  }

  private ChainSums sums(int window, Sequence chain, int first, int count) {
    return cache.get(
        new SumsCache.Stretch(window, chain.letters(), first, count),
        () -> ChainSums.of(backend, networks, window, chain, first, count));
  }

  /** Scores all pairs of two stretches; the first is at column {@code base} of {@code scores}. */
  private void scoreTiles(ChainSums p, ChainSums q, float[] scores, int columns, int base) {
    int bases = q.positions();
    long pairs = (long) p.positions() * bases;
    for (long first = 0; first < pairs; first += tileRows) {
      int count = (int) Math.min(tileRows, pairs - first);
      scoreTile(p, q, first, count);
      for (int i = 0; i < count; i++) {
        long pair = first + i;
        int residue = (int) (pair / bases);
        scores[residue * columns + base + (int) (pair % bases)] = agree(i);
      }
    }
  }

  /** Each member's probabilities of {@code count} pairs. */
  private void scoreTile(ChainSums p, ChainSums q, long first, int count) {
    Matrix rows = count == tileRows ? tile : tile.leadingRows(count);
    float[] values = count == tileRows ? classes : new float[count * CLASSES];
    for (int member = 0; member < networks.size(); member++) {
      WindowSums ofResidues = p.members().get(member);
      networks.get(member).scorePairs(ofResidues, q.members().get(member), first, rows);
      backend.download(rows, values);
      for (int i = 0; i < count; i++) {
        probabilities[member][i] = values[i * CLASSES + CONTACT];
      }
    }
  }

  private float agree(int pair) {
    for (int member = 0; member < votes.length; member++) {
      votes[member] = probabilities[member][pair];
    }
    double score = vote.of(votes);
    if (Double.isNaN(score)) {
      throw new DataException(
          "the model gives scores that are no numbers: its weights are too large");
    }
    return (float) (calibration.isPresent() ? calibration.get().apply(score, shift) : score);
  }

  /** Bytes of first-layer sums that are kept. */
  long cachedBytes() {
    return cache.bytes();
  }

  /** Gives the memory on the backend back; the backend stays open. */
  @Override
  public void close() {
    cache.close();
    tile.close();
    networks.forEach(MapNetwork::close);
  }
}
