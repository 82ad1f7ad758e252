package org.ribond.cli.plot;

import java.nio.file.Path;
import java.util.Optional;
import org.ribond.cli.format.Directories;
import org.ribond.cli.format.MapFileNames;
import org.ribond.cli.format.PredictionPairs;
import org.ribond.engine.contact.predict.LevelScores;
import org.ribond.engine.contact.predict.MapScorer;
import org.ribond.engine.file.AtomicFile;
import org.ribond.engine.sequence.Sequence;

/** Draws each map that another scorer makes. */
public final class PlottingScorer implements MapScorer {
  private final MapScorer scorer;
  private final Path directory;
  private final MapFileNames names;
  private final int firstIndex;

  private PlottingScorer(MapScorer scorer, Path directory, MapFileNames names, int firstIndex) {
    this.scorer = scorer;
    this.directory = directory;
    this.names = names;
    this.firstIndex = firstIndex;
  }

  /** {@code scorer}, which also draws if there is a {@code directory} to draw in. */
  public static MapScorer of(
      MapScorer scorer, Optional<Path> directory, PredictionPairs pairs, int firstIndex) {
    if (directory.isEmpty()) {
      return scorer;
    }
    Directories.create(directory.get());
    return new PlottingScorer(scorer, directory.get(), new MapFileNames(pairs), firstIndex);
  }

  @Override
  public boolean isCalibrated() {
    return scorer.isCalibrated();
  }

  @Override
  public Optional<LevelScores> levels(Sequence protein, Sequence rna) {
    return scorer.levels(protein, rna);
  }

  @Override
  public void score(Sequence protein, Sequence rna, RowSink sink) {
    HeatMap heatMap = new HeatMap(protein.length(), rna.length());
    scorer.score(
        protein,
        rna,
        (residue, scores) -> {
          sink.row(residue, scores);
          heatMap.row(residue, scores);
        });
    AtomicFile.write(
        directory.resolve(names.of(protein, rna, ".png")),
        out -> heatMap.draw(firstIndex).writePng(out));
  }
}
