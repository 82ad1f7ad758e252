package org.ribond.cli.plot;

import java.util.Locale;
import org.ribond.engine.contact.predict.MapScorer;

/**
 * Picture of a contact map: residues from top to bottom, bases from left to right, colours from the
 * map's least score to its best. Of a map with more lines than the picture, each cell shows the
 * best of the pairs that share it.
 */
final class HeatMap implements MapScorer.RowSink {
  private static final int MOST_CELLS = 800;
  private static final int LARGEST_CELL = 16;
  private static final int LEFT = 56;
  private static final int TOP = 12;
  private static final int RIGHT = 96;
  private static final int BOTTOM = 28;
  private static final int BAR_GAP = 16;
  private static final int BAR_WIDTH = 14;
  private static final int BAR_HEIGHT = 160;
  private static final int TICK = 5;
  private static final int TICK_DISTANCE = 60;

  /** From dark to bright in steps that look even, and do so in grey too. */
  private static final int[] COLOURS = {0x440154, 0x3B528B, 0x21918C, 0x5EC962, 0xFDE725};

  private final int residues;
  private final int bases;
  private final float[][] cells;
  private float least = Float.POSITIVE_INFINITY;
  private float best = Float.NEGATIVE_INFINITY;

  HeatMap(int residues, int bases) {
    this.residues = residues;
    this.bases = bases;
    cells = new float[Math.min(residues, MOST_CELLS)][Math.min(bases, MOST_CELLS)];
  }

  @Override
  public void row(int residue, float[] scores) {
    float[] line = cells[(int) ((long) residue * cells.length / residues)];
    for (int base = 0; base < scores.length; base++) {
      int column = (int) ((long) base * line.length / bases);
      line[column] = Math.max(line[column], scores[base]);
      least = Math.min(least, scores[base]);
      best = Math.max(best, scores[base]);
    }
  }

  /** The picture of all rows so far, with positions counted from {@code firstIndex}. */
  Raster draw(int firstIndex) {
    int rows = cells.length;
    int columns = cells[0].length;
    int cell = Math.clamp(MOST_CELLS / Math.max(rows, columns), 1, LARGEST_CELL);
    int width = columns * cell;
    int height = Math.max(rows * cell, BAR_HEIGHT);
    Raster raster = new Raster(LEFT + width + RIGHT, TOP + height + BOTTOM);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        float share = best > least ? (cells[row][column] - least) / (best - least) : 0;
        raster.fill(LEFT + column * cell, TOP + row * cell, cell, cell, colour(share));
      }
    }
    int step = step(residues, rows * cell);
    for (int residue = first(firstIndex, step); residue < residues; residue += step) {
      int y = TOP + (int) ((residue + 0.5) * rows * cell / residues);
      String number = Integer.toString(residue + firstIndex);
      raster.fill(LEFT - TICK, y, TICK, 1, Raster.BLACK);
      int left = LEFT - TICK - 3 - Raster.textWidth(number);
      raster.text(left, y - Raster.TEXT_HEIGHT / 2, number);
    }
    step = step(bases, width);
    for (int base = first(firstIndex, step); base < bases; base += step) {
      int x = LEFT + (int) ((base + 0.5) * width / bases);
      String number = Integer.toString(base + firstIndex);
      raster.fill(x, TOP + rows * cell, 1, TICK, Raster.BLACK);
      raster.text(x - Raster.textWidth(number) / 2, TOP + rows * cell + TICK + 3, number);
    }
    drawBar(raster, LEFT + width + BAR_GAP);
    return raster;
  }

  private void drawBar(Raster raster, int left) {
    for (int y = 0; y < BAR_HEIGHT; y++) {
      float share = 1 - y / (BAR_HEIGHT - 1f);
      raster.fill(left, TOP + y, BAR_WIDTH, 1, colour(share));
    }
    int text = left + BAR_WIDTH + 4;
    raster.text(text, TOP, number(best));
    raster.text(text, TOP + BAR_HEIGHT - Raster.TEXT_HEIGHT, number(least));
  }

  private static String number(float score) {
    return String.format(Locale.ROOT, score >= 0.01 ? "%.3f" : "%.1e", score);
  }

  /** A round distance between ticks that leaves room for their numbers. */
  private static int step(int positions, int pixels) {
    double least = (double) positions * TICK_DISTANCE / Math.max(1, pixels);
    int power = 1;
    while (true) {
      for (int factor : new int[] {1, 2, 5}) {
        if (factor * power >= least) {
          return factor * power;
        }
      }
      power *= 10;
    }
  }

  /** The first 0-based position whose number is a multiple of {@code step}. */
  private static int first(int firstIndex, int step) {
    return (step - firstIndex) % step;
  }

  private static int colour(float share) {
    float place = Math.clamp(share, 0f, 1f) * (COLOURS.length - 1);
    int index = Math.min((int) place, COLOURS.length - 2);
    float within = place - index;
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = COLOURS[index] >> shift & 0xFF;
      int to = COLOURS[index + 1] >> shift & 0xFF;
      mixed |= Math.round(from + (to - from) * within) << shift;
    }
    return mixed;
  }
}
