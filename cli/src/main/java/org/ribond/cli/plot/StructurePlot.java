package org.ribond.cli.plot;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ribond.cli.plot.ChartCanvas.Anchor;
import org.ribond.cli.plot.ChartCanvas.Stroke;
import org.ribond.engine.file.AtomicFile;
import org.ribond.engine.fold.physics.PairProbabilities;
import org.ribond.engine.fold.predict.Folded;
import org.ribond.engine.fold.structure.Structure;
import org.ribond.engine.fold.structure.Structure.Pair;
import org.ribond.engine.sequence.Sequence;

/**
 * Picture of a predicted structure, coloured by probability.
 *
 * @param folded what is predicted
 * @param figure which picture
 */
public record StructurePlot(Folded folded, Figure figure) {
  /** Pictures of a structure. */
  public enum Figure {
    /** The structure as it lies flat: helices as ladders, loops as polygons. */
    DRAWING,
    /** The bases in a row; called pairs as arcs above it, other likely ones below. */
    ARCS,
    /** Bases x bases: the structure above the diagonal, all probabilities below it. */
    MATRIX
  }

  /** Probability from which on a pair that is not called is shown. */
  private static final double LEAST = 0.05;

  private static final int TOP = 40;
  private static final int MARGIN = 24;
  private static final int LEGEND = 48;
  private static final int LEGEND_STEPS = 50;
  private static final int MOST_PIXELS = 1600;
  private static final int LEAST_WIDTH = 520;
  private static final int MOST_LETTERS = 300;
  private static final int NUMBER_STEP = 10;
  private static final int CORNERS = 16;
  private static final int ARC_STEPS = 60;
  private static final String LINE = "#808080";

  /** From pale to dark in steps that look even, and do so in grey too. */
  private static final int[] COLOURS = {0xFDE725, 0x5EC962, 0x21918C, 0x3B528B, 0x440154};

  /**
   * Writes the picture, as PNG if the file's name ends so, else as SVG.
   *
   * @throws org.ribond.engine.file.DataException if that fails
   */
  public void write(Path file) {
    int[] size = size();
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
      PngCanvas canvas = new PngCanvas(size[0], size[1]);
      draw(canvas, size);
      canvas.write(file);
      return;
    }
    SvgCanvas canvas = new SvgCanvas(size[0], size[1], title());
    draw(canvas, size);
    byte[] svg = canvas.svg().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> out.write(svg));
  }

  private String title() {
    return String.format(
        Locale.ROOT,
        "%s: %d bases, by %s, expected accuracy %.2f",
        rna().name(),
        rna().length(),
        folded.method().label(),
        folded.accuracy());
  }

  private Sequence rna() {
    return folded.structure().rna();
  }

  private int[] size() {
    return switch (figure) {
      case DRAWING -> {
        double[] bounds = bounds(StructureLayout.places(folded.structure()));
        double unit = unit(bounds);
        yield new int[] {
          Math.max(LEAST_WIDTH, (int) (2 * MARGIN + unit * (bounds[2] - bounds[0]))),
          (int) (TOP + 2 * MARGIN + LEGEND + unit * (bounds[3] - bounds[1]))
        };
      }
      case ARCS -> {
        int width = Math.max(LEAST_WIDTH, (int) (2 * MARGIN + step() * rna().length()));
        yield new int[] {width, (int) (TOP + MARGIN + LEGEND + 2 * height() + 2 * NUMBER_STEP)};
      }
      case MATRIX -> {
        int side = (int) (cell() * rna().length());
        yield new int[] {
          Math.max(LEAST_WIDTH, side + 2 * MARGIN), TOP + side + 2 * MARGIN + LEGEND
        };
      }
    };
  }

  private void draw(ChartCanvas canvas, int... size) {
    canvas.text(MARGIN, TOP - 18, Anchor.START, false, true, title());
    switch (figure) {
      case DRAWING -> drawing(canvas);
      case ARCS -> arcs(canvas);
      case MATRIX -> matrix(canvas);
    }
    legend(canvas, size[1] - LEGEND + 12);
  }

  private void legend(ChartCanvas canvas, double y) {
    for (int k = 0; k < LEGEND_STEPS; k++) {
      double x = MARGIN + 4.0 * k;
      rectangle(canvas, x, y, 4.5, 10, colour((k + 0.5) / LEGEND_STEPS));
    }
    double right = MARGIN + 4.0 * LEGEND_STEPS;
    canvas.text(MARGIN, y + 24, Anchor.START, false, false, "0");
    canvas.text(right, y + 24, Anchor.END, false, false, "1");
    canvas.text((MARGIN + right) / 2, y + 24, Anchor.MIDDLE, false, false, "probability");
  }

  // The drawing

  private static double[] bounds(double[][] places) {
    double[] bounds = {Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
    for (double[] place : places) {
      bounds[0] = Math.min(bounds[0], place[0]);
      bounds[1] = Math.min(bounds[1], place[1]);
      bounds[2] = Math.max(bounds[2], place[0]);
      bounds[3] = Math.max(bounds[3], place[1]);
    }
    return bounds;
  }

  /** Pixels between neighbouring bases. */
  private static double unit(double... bounds) {
    double extent = Math.max(1, Math.max(bounds[2] - bounds[0], bounds[3] - bounds[1]));
    return Math.clamp((MOST_PIXELS - 2 * MARGIN) / extent, 2, 24);
  }

  private void drawing(ChartCanvas canvas) {
    double[][] places = StructureLayout.places(folded.structure());
    double[] bounds = bounds(places);
    double unit = unit(bounds);
    List<double[]> pixels = new ArrayList<>();
    for (double[] place : places) {
      pixels.add(
          new double[] {
            MARGIN + unit * (place[0] - bounds[0]), TOP + MARGIN + unit * (place[1] - bounds[1])
          });
    }
    canvas.line(pixels, Stroke.thin("#C0C0C0"));
    List<Pair> nested = StructureLayout.nested(folded.structure());
    for (Pair pair : folded.structure().pairs()) {
      List<Integer> dash = nested.contains(pair) ? List.of() : List.of(4, 3);
      canvas.line(
          List.of(pixels.get(pair.first()), pixels.get(pair.second())),
          new Stroke(colour(probability(pair)), Math.max(1, unit / 8), dash));
    }
    double[] certain = certainties();
    for (int i = 0; i < pixels.size(); i++) {
      double[] pixel = pixels.get(i);
      canvas.shape(disc(pixel, 0.36 * unit), colour(certain[i]));
      boolean isNumbered = i == 0 || (i + 1) % NUMBER_STEP == 0;
      if (unit >= 14) {
        // Dark letters beside the disc would cross lines: white ones on it are read on dark ones.
        String letter = String.valueOf(rna().letter(i));
        canvas.shape(disc(pixel, 0.28 * unit), "#FFFFFF");
        canvas.text(pixel[0], pixel[1] + 4, Anchor.MIDDLE, false, false, letter);
      }
      if (isNumbered) {
        double[] out = outside(pixels, i, unit);
        canvas.text(out[0], out[1] + 4, Anchor.MIDDLE, false, false, String.valueOf(i + 1));
      }
    }
  }

  /** A place beside a base, away from its partner or from what its neighbours bend around. */
  private double[] outside(List<double[]> pixels, int i, double unit) {
    double[] here = pixels.get(i);
    double[] before = pixels.get(Math.max(0, i - 1));
    double[] after = pixels.get(Math.min(pixels.size() - 1, i + 1));
    double[] towards = {(before[0] + after[0]) / 2 - here[0], (before[1] + after[1]) / 2 - here[1]};
    for (Pair pair : StructureLayout.nested(folded.structure())) {
      if (pair.first() == i || pair.second() == i) {
        double[] other = pixels.get(pair.first() == i ? pair.second() : pair.first());
        towards = new double[] {other[0] - here[0], other[1] - here[1]};
      }
    }
    double length = Math.hypot(towards[0], towards[1]);
    double share = length < 1e-6 ? 0 : Math.max(14, 0.9 * unit) / length;
    return new double[] {here[0] - share * towards[0], here[1] - share * towards[1]};
  }

  /** How sure it is what each base does: its pair's probability, or that of being unpaired. */
  private double[] certainties() {
    double[] certain = new double[rna().length()];
    for (int i = 0; i < certain.length; i++) {
      certain[i] = folded.probabilities().unpaired(i);
    }
    for (Pair pair : folded.structure().pairs()) {
      certain[pair.first()] = probability(pair);
      certain[pair.second()] = probability(pair);
    }
    return certain;
  }

  private double probability(Pair pair) {
    return folded.probabilities().pair(pair.first(), pair.second());
  }

  private static List<double[]> disc(double[] centre, double radius) {
    List<double[]> corners = new ArrayList<>();
    for (int k = 0; k < CORNERS; k++) {
      double angle = 2 * Math.PI * k / CORNERS;
      corners.add(
          new double[] {
            centre[0] + radius * Math.cos(angle), centre[1] + radius * Math.sin(angle)
          });
    }
    return corners;
  }

  // Arcs

  private double step() {
    return Math.clamp((double) (MOST_PIXELS - 2 * MARGIN) / rna().length(), 1, 12);
  }

  /** Of the highest arc: half of the longest pair. */
  private double height() {
    int widest = 1;
    for (Pair pair : folded.structure().pairs()) {
      widest = Math.max(widest, pair.second() - pair.first());
    }
    PairProbabilities all = folded.probabilities();
    for (int i = 0; i < all.length(); i++) {
      for (int j = i + widest; j < all.length(); j++) {
        widest = all.pair(i, j) >= LEAST ? Math.max(widest, j - i) : widest;
      }
    }
    return step() * widest / 2;
  }

  private void arcs(ChartCanvas canvas) {
    double step = step();
    double line = TOP + height() + NUMBER_STEP;
    Structure structure = folded.structure();
    PairProbabilities all = folded.probabilities();
    for (int i = 0; i < all.length(); i++) {
      for (int j = i + 1; j < all.length(); j++) {
        if (all.pair(i, j) >= LEAST && !structure.pairs().contains(new Pair(i, j))) {
          arc(canvas, i, j, line + 8, 1, all.pair(i, j));
        }
      }
    }
    for (Pair pair : structure.pairs()) {
      arc(canvas, pair.first(), pair.second(), line - 8, -1, probability(pair));
    }
    for (int i = 0; i < rna().length(); i++) {
      double x = MARGIN + (i + 0.5) * step;
      if (step >= 8) {
        canvas.text(x, line + 4, Anchor.MIDDLE, false, false, String.valueOf(rna().letter(i)));
      }
    }
    if (step < 8) {
      double right = MARGIN + step * rna().length();
      canvas.line(
          List.of(new double[] {MARGIN, line}, new double[] {right, line}), Stroke.thin(LINE));
    }
  }

  private void arc(ChartCanvas canvas, int i, int j, double y, int side, double probability) {
    double step = step();
    double middle = MARGIN + (i + j + 1) * step / 2;
    double radius = (j - i) * step / 2;
    List<double[]> places = new ArrayList<>();
    for (int k = 0; k <= ARC_STEPS; k++) {
      double angle = Math.PI * k / ARC_STEPS;
      places.add(
          new double[] {middle - radius * Math.cos(angle), y + side * radius * Math.sin(angle)});
    }
    canvas.line(places, new Stroke(colour(probability), side < 0 ? 1.5 : 1, List.of()));
  }

  // The matrix

  private double cell() {
    return Math.clamp(800.0 / rna().length(), 1, 12);
  }

  private void matrix(ChartCanvas canvas) {
    double cell = cell();
    int length = rna().length();
    double side = cell * length;
    double top = TOP + NUMBER_STEP;
    rectangle(canvas, MARGIN, top, side, side, "#F4F4F4");
    for (int i = 0; i < length; i++) {
      for (int j = i + 1; j < length; j++) {
        double probability = folded.probabilities().pair(i, j);
        if (probability >= LEAST / 5) {
          rectangle(canvas, MARGIN + i * cell, top + j * cell, cell, cell, colour(probability));
        }
      }
    }
    for (Pair pair : folded.structure().pairs()) {
      rectangle(
          canvas,
          MARGIN + pair.second() * cell,
          top + pair.first() * cell,
          cell,
          cell,
          colour(probability(pair)));
    }
    canvas.line(
        List.of(new double[] {MARGIN, top}, new double[] {MARGIN + side, top + side}),
        Stroke.thin(LINE));
    int every = length <= MOST_LETTERS ? NUMBER_STEP * 2 : NUMBER_STEP * 10;
    for (int i = every - 1; i < length; i += every) {
      String number = String.valueOf(i + 1);
      double at = (i + 0.5) * cell;
      canvas.text(MARGIN - 2, top + at + 4, Anchor.END, false, false, number);
      canvas.text(MARGIN + at, top - 4, Anchor.MIDDLE, false, false, number);
    }
  }

  private static void rectangle(
      ChartCanvas canvas, double x, double y, double width, double height, String colour) {
    canvas.shape(
        List.of(
            new double[] {x, y},
            new double[] {x + width, y},
            new double[] {x + width, y + height},
            new double[] {x, y + height}),
        colour);
  }

  private static String colour(double share) {
    double place = Math.clamp(share, 0, 1) * (COLOURS.length - 1);
    int index = Math.min((int) place, COLOURS.length - 2);
    double within = place - index;
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = COLOURS[index] >> shift & 0xFF;
      int to = COLOURS[index + 1] >> shift & 0xFF;
      mixed |= (int) Math.round(from + (to - from) * within) << shift;
    }
    return String.format(Locale.ROOT, "#%06X", mixed);
  }
}
