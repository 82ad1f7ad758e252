package org.ribond.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.ribond.cli.format.Directories;
import org.ribond.cli.format.FileNames;
import org.ribond.cli.plot.StructurePlot;
import org.ribond.cli.plot.StructurePlot.Figure;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.fold.predict.Folded;
import picocli.CommandLine.Option;

/** Options of pictures of structures. */
final class FoldPlotOptions {
  @Option(
      names = "--plot",
      paramLabel = "DIR",
      description = "Also draw each structure in this directory, as NAME.FIGURE.svg.")
  private Optional<Path> directory = Optional.empty();

  @Option(
      names = "--figures",
      paramLabel = "NAME,...",
      split = ",",
      description = {
        "What is drawn, coloured by probability (default: all three):",
        "drawing: helices as ladders, loops as polygons;",
        "arcs: called pairs above the RNA, others of 5 %% or more below it;",
        "matrix: called pairs above the diagonal, all probabilities below it."
      })
  private List<Figure> figures;

  @Option(names = "--pictures", paramLabel = "FORMAT", description = "svg or png (default: svg).")
  private Optional<Picture> picture = Optional.empty();

  /** Formats of pictures. */
  enum Picture {
    SVG,
    PNG
  }

  /**
   * What draws each structure; nothing without {@code --plot}.
   *
   * @throws UsageException if there is nowhere to draw
   */
  Consumer<Folded> plotter() {
    if (directory.isEmpty()) {
      if (figures != null || picture.isPresent()) {
        throw new UsageException("--figures and --pictures need --plot DIR");
      }
      return folded -> {};
    }
    Path folder = directory.get();
    Directories.create(folder);
    FileNames names = new FileNames();
    List<Figure> drawn = figures == null ? List.of(Figure.values()) : figures;
    String ending = "." + name(picture.orElse(Picture.SVG));
    return folded -> {
      String name = names.next(folded.structure().rna().name());
      for (Figure figure : drawn) {
        new StructurePlot(folded, figure).write(folder.resolve(name + "." + name(figure) + ending));
      }
    };
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
