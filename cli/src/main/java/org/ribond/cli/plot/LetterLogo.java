package org.ribond.cli.plot;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.ribond.engine.file.AtomicFile;

/**
 * A sequence as letters whose heights are what they are worth: above the line what speaks for the
 * answer, below it what speaks against.
 *
 * @param title such as the sequence's name and what the model says of it
 * @param axis what the heights are
 * @param letters the sequence as it is written
 * @param worths worth of each letter; not copied
 */
public record LetterLogo(String title, String axis, String letters, float[] worths) {
  private static final int LETTERS_A_ROW = 80;
  private static final int LETTER_WIDTH = 12;
  private static final int LETTER_GAP = 1;
  private static final int ROW_HEIGHT = 110;
  private static final int ROW_GAP = 34;
  private static final int LEFT = 64;
  private static final int RIGHT = 16;
  private static final int TOP = 40;
  private static final int NUMBER_STEP = 10;
  private static final int NUMBER_BELOW = 16;
  private static final int TICK = 4;
  private static final int TICK_TEXT = 4;
  private static final int LEAST_WIDTH = 320;

  private static final String GREEN = "#009E73";
  private static final String BLUE = "#0072B2";
  private static final String ORANGE = "#E69F00";
  private static final String RED = "#D55E00";
  private static final String DARK = "#404040";
  private static final String LINE = "#808080";

  /** Colours that people with any kind of sight tell apart (Okabe and Ito, 2008). */
  private static final Map<Character, String> BASES =
      Map.of('A', GREEN, 'C', BLUE, 'G', ORANGE, 'T', RED, 'U', RED);

  /** Residues by their chemistry: basic, acidic, polar, small or bent; the others are dark. */
  private static final List<String> KINDS = List.of("KRH", "DE", "STNQCY", "GP");

  private static final List<String> COLOURS = List.of(BLUE, RED, GREEN, ORANGE);

  private String colour(char letter) {
    if (letters.chars().allMatch(each -> "ACGTUN".indexOf(each) >= 0)) {
      return BASES.getOrDefault(letter, DARK);
    }
    for (int kind = 0; kind < KINDS.size(); kind++) {
      if (KINDS.get(kind).indexOf(letter) >= 0) {
        return COLOURS.get(kind);
      }
    }
    return DARK;
  }

  private int rows() {
    return Math.ceilDiv(letters.length(), LETTERS_A_ROW);
  }

  private int width() {
    int columns = Math.min(letters.length(), LETTERS_A_ROW);
    return Math.max(LEAST_WIDTH, LEFT + columns * LETTER_WIDTH + RIGHT);
  }

  private int height() {
    return TOP + rows() * (ROW_HEIGHT + ROW_GAP);
  }

  /**
   * Writes it as SVG.
   *
   * @throws org.ribond.engine.file.DataException if that fails
   */
  public void writeSvg(Path file) {
    SvgCanvas canvas = new SvgCanvas(width(), height(), title);
    draw(canvas);
    byte[] svg = canvas.svg().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> out.write(svg));
  }

  /**
   * Writes it as PNG.
   *
   * @throws org.ribond.engine.file.DataException if that fails
   */
  public void writePng(Path file) {
    PngCanvas canvas = new PngCanvas(width(), height());
    draw(canvas);
    canvas.write(file);
  }

  private void draw(ChartCanvas canvas) {
    canvas.text(LEFT, TOP - 18, ChartCanvas.Anchor.START, false, true, title);
    double least = 0;
    double greatest = 0;
    for (float worth : worths) {
      least = Math.min(least, worth);
      greatest = Math.max(greatest, worth);
    }
    greatest = least == greatest ? 1 : greatest;
    for (int row = 0; row < rows(); row++) {
      int top = TOP + row * (ROW_HEIGHT + ROW_GAP);
      drawRow(canvas, row, new ChartScale(false, least, greatest, top + ROW_HEIGHT, top));
    }
  }

  private void drawRow(ChartCanvas canvas, int row, ChartScale scale) {
    int first = row * LETTERS_A_ROW;
    int end = Math.min(letters.length(), first + LETTERS_A_ROW);
    double right = LEFT + (end - first) * LETTER_WIDTH;
    canvas.line(List.of(place(LEFT, scale.start()), place(LEFT, scale.end())), stroke());
    for (double tick : scale.ticks()) {
      double y = scale.at(tick);
      canvas.line(List.of(place(LEFT - TICK, y), place(LEFT, y)), stroke());
      canvas.text(
          LEFT - TICK - 2, y + TICK_TEXT, ChartCanvas.Anchor.END, false, false, scale.label(tick));
    }
    double middle = (scale.start() + scale.end()) / 2;
    canvas.text(14, middle, ChartCanvas.Anchor.MIDDLE, true, false, axis);
    for (int i = first; i < end; i++) {
      double x = LEFT + (i - first) * LETTER_WIDTH;
      drawLetter(canvas, letters.charAt(i), x, scale.at(0), scale.at(worths[i]));
      if ((i + 1) % NUMBER_STEP == 0 || i == first) {
        canvas.text(
            x + LETTER_WIDTH / 2.0,
            scale.start() + NUMBER_BELOW,
            ChartCanvas.Anchor.MIDDLE,
            false,
            false,
            String.valueOf(i + 1));
      }
    }
    canvas.line(List.of(place(LEFT, scale.at(0)), place(right, scale.at(0))), stroke());
  }

  private void drawLetter(ChartCanvas canvas, char letter, double x, double from, double to) {
    double bottom = Math.max(from, to);
    double height = Math.abs(to - from);
    if (height == 0) {
      return;
    }
    double width = LETTER_WIDTH - LETTER_GAP;
    for (List<double[]> shape : Glyph.of(letter)) {
      List<double[]> corners =
          shape.stream()
              .map(corner -> place(x + corner[0] * width, bottom - corner[1] * height))
              .toList();
      canvas.shape(corners, colour(letter));
    }
  }

  private static ChartCanvas.Stroke stroke() {
    return ChartCanvas.Stroke.thin(LINE);
  }

  private static double[] place(double x, double y) {
    return new double[] {x, y};
  }
}
