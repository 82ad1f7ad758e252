package org.ribond.cli.plot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Capital letters as filled shapes in a box of 1 x 1, which can be stretched to any size: sequence
 * logos need letters of an exact height, which fonts do not give.
 */
final class Glyph {
  private static final double STROKE = 0.16;
  private static final double HALF = STROKE / 2;

  /** Width of the box in which strokes are drawn evenly; upright ones are thicker in the end. */
  private static final double WIDTH = 0.62;

  /** Longest corner, in half strokes, before it is cut. */
  private static final double LONGEST_CORNER = 2;

  private static final int ARC_STEPS = 24;

  /**
   * Strokes of each letter along their middle, between 0 and 1 from the lower left corner: {@code
   * x,y} places, strokes between semicolons; {@code o x y rx ry from to} is an arc of an ellipse,
   * angles in degrees from the right, counter-clockwise.
   */
  private static final Map<Character, String> STROKES =
      Map.ofEntries(
          Map.entry('A', "0,0 .5,1 1,0;.2,.32 .8,.32"),
          Map.entry('C', "o .5 .5 .5 .5 48 312"),
          Map.entry('D', "0,0 0,1;0,1 .45,1;o .45 .5 .55 .5 90 -90;.45,0 0,0"),
          Map.entry('E', "0,0 0,1;0,1 1,1;0,.5 .85,.5;0,0 1,0"),
          Map.entry('F', "0,0 0,1;0,1 1,1;0,.5 .85,.5"),
          Map.entry('G', "o .5 .5 .5 .5 48 300;1,.1 1,.45;1,.45 .58,.45"),
          Map.entry('H', "0,0 0,1;1,0 1,1;0,.5 1,.5"),
          Map.entry('I', ".5,0 .5,1;.15,1 .85,1;.15,0 .85,0"),
          Map.entry('K', "0,0 0,1;1,1 .08,.42;.35,.6 1,0"),
          Map.entry('L', "0,1 0,0;0,0 1,0"),
          Map.entry('M', "0,0 0,1 .5,.3 1,1 1,0"),
          Map.entry('N', "0,0 0,1 1,0 1,1"),
          Map.entry('P', "0,0 0,1;0,1 .6,1;o .6 .73 .4 .27 90 -90;.6,.46 0,.46"),
          Map.entry('Q', "o .5 .5 .5 .5 0 360;.6,.3 1,0"),
          Map.entry('R', "0,0 0,1;0,1 .6,1;o .6 .73 .4 .27 90 -90;.6,.46 0,.46;.5,.46 1,0"),
          Map.entry('S', "o .5 .745 .5 .255 30 270;o .5 .255 .5 .255 90 -150"),
          Map.entry('T', "0,1 1,1;.5,0 .5,1"),
          Map.entry('U', "0,1 0,.4;o .5 .4 .5 .4 180 360;1,.4 1,1"),
          Map.entry('V', "0,1 .5,0 1,1"),
          Map.entry('W', "0,1 .25,0 .5,.75 .75,0 1,1"),
          Map.entry('X', "0,0 1,1;0,1 1,0"),
          Map.entry('Y', "0,1 .5,.45 1,1;.5,.5 .5,0"));

  private static final Map<Character, List<List<double[]>>> SHAPES = shapes();

  private Glyph() {}

  private static Map<Character, List<List<double[]>>> shapes() {
    Map<Character, List<List<double[]>>> shapes = new HashMap<>();
    STROKES.forEach(
        (letter, strokes) -> {
          List<List<double[]>> outlines = new ArrayList<>();
          for (String stroke : strokes.split(";", -1)) {
            outlines.add(outline(middle(stroke)));
          }
          stretch(outlines);
          shapes.put(letter, outlines);
        });
    return shapes;
  }

  /** Makes a letter as high as its box, which corners may miss by a little. */
  private static void stretch(List<List<double[]>> outlines) {
    double least = 1;
    double greatest = 0;
    for (List<double[]> outline : outlines) {
      for (double[] corner : outline) {
        least = Math.min(least, corner[1]);
        greatest = Math.max(greatest, corner[1]);
      }
    }
    for (List<double[]> outline : outlines) {
      for (double[] corner : outline) {
        corner[1] = (corner[1] - least) / (greatest - least);
      }
    }
  }

  /**
   * The shapes that make up a letter, each the corners of one, within 0 and 1 from the lower left;
   * those of X for a letter that is not known.
   */
  static List<List<double[]>> of(char letter) {
    return SHAPES.getOrDefault(letter, SHAPES.get('X'));
  }

  /** Places along the middle of a stroke, so far inside that the stroke touches the box. */
  private static List<double[]> middle(String stroke) {
    List<double[]> places = new ArrayList<>();
    String[] words = stroke.split(" ", -1);
    if (words[0].equals("o")) {
      double[] arc = new double[words.length - 1];
      for (int i = 0; i < arc.length; i++) {
        arc[i] = Double.parseDouble(words[i + 1]);
      }
      for (int step = 0; step <= ARC_STEPS; step++) {
        double angle = Math.toRadians(arc[4] + (arc[5] - arc[4]) * step / ARC_STEPS);
        places.add(inside(arc[0] + arc[2] * Math.cos(angle), arc[1] + arc[3] * Math.sin(angle)));
      }
      return places;
    }
    for (String word : words) {
      String[] numbers = word.split(",", -1);
      places.add(inside(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1])));
    }
    return places;
  }

  private static double[] inside(double x, double y) {
    return new double[] {HALF + x * (WIDTH - STROKE), HALF + y * (1 - STROKE)};
  }

  /** The outline of a stroke of even width: along its left side and back along its right. */
  private static List<double[]> outline(List<double[]> middle) {
    List<double[]> left = new ArrayList<>();
    List<double[]> right = new ArrayList<>();
    for (int i = 0; i < middle.size(); i++) {
      double[] before = direction(middle, Math.max(i, 1) - 1);
      double[] after = direction(middle, Math.min(i, middle.size() - 2));
      double x = -(before[1] + after[1]) / 2;
      double y = (before[0] + after[0]) / 2;
      double length = Math.max(x * x + y * y, 1 / (LONGEST_CORNER * LONGEST_CORNER));
      // Ends reach half a stroke further, so that strokes which meet leave no notch.
      double further = i == 0 ? -HALF : i == middle.size() - 1 ? HALF : 0;
      double[] place = middle.get(i);
      double centreX = place[0] + further * after[0];
      double centreY = place[1] + further * after[1];
      left.add(bounded(centreX + x / length * HALF, centreY + y / length * HALF));
      right.addFirst(bounded(centreX - x / length * HALF, centreY - y / length * HALF));
    }
    left.addAll(right);
    return left;
  }

  private static double[] direction(List<double[]> places, int from) {
    double x = places.get(from + 1)[0] - places.get(from)[0];
    double y = places.get(from + 1)[1] - places.get(from)[1];
    double length = Math.hypot(x, y);
    return new double[] {x / length, y / length};
  }

  private static double[] bounded(double x, double y) {
    return new double[] {Math.clamp(x / WIDTH, 0, 1), Math.clamp(y, 0, 1)};
  }
}
