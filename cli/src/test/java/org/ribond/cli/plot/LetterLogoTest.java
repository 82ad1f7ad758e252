package org.ribond.cli.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Letters have the height of what they stand for, and look different. */
class LetterLogoTest {
  private static final Pattern SHAPE = Pattern.compile("<path d=\"M([^\"]*)Z\" fill=\"([^\"]*)\"");
  private static final double ROUNDING = 0.051;

  @TempDir private Path directory;

  /** A filled shape as the SVG has it. */
  private record Shape(double left, double right, double top, double bottom, String colour) {}

  private List<Shape> shapes(LetterLogo logo) throws IOException {
    Path file = directory.resolve("logo.svg");
    logo.writeSvg(file);
    List<Shape> shapes = new ArrayList<>();
    Matcher matcher = SHAPE.matcher(Files.readString(file));
    while (matcher.find()) {
      double[] bounds = {1e9, -1e9, 1e9, -1e9};
      for (String corner : matcher.group(1).split("L", -1)) {
        double x = Double.parseDouble(corner.substring(0, corner.indexOf(' ')));
        double y = Double.parseDouble(corner.substring(corner.indexOf(' ') + 1));
        bounds[0] = Math.min(bounds[0], x);
        bounds[1] = Math.max(bounds[1], x);
        bounds[2] = Math.min(bounds[2], y);
        bounds[3] = Math.max(bounds[3], y);
      }
      shapes.add(new Shape(bounds[0], bounds[1], bounds[2], bounds[3], matcher.group(2)));
    }
    return shapes;
  }

  private static double height(List<Shape> shapes, String colour) {
    List<Shape> own = shapes.stream().filter(shape -> shape.colour().equals(colour)).toList();
    return own.stream().mapToDouble(Shape::bottom).max().orElseThrow()
        - own.stream().mapToDouble(Shape::top).min().orElseThrow();
  }

  @Test
  void letters_ofALogo_areAsHighAsTheyAreWorth() throws IOException {
    LetterLogo logo = new LetterLogo("x: y 1.0", "log-odds", "ACGT", new float[] {3, -1, 1, 0});

    List<Shape> shapes = shapes(logo);

    double unit = height(shapes, "#009E73") / 3;
    assertEquals(110 / 4.0, unit, ROUNDING);
    assertEquals(unit, height(shapes, "#0072B2"), 2 * ROUNDING);
    assertEquals(unit, height(shapes, "#E69F00"), 2 * ROUNDING);
    assertFalse(shapes.stream().anyMatch(shape -> shape.colour().equals("#D55E00")), "a T of 0");
    double line = 40 + 110 * 3 / 4.0;
    for (Shape shape : shapes) {
      boolean isBelow = shape.colour().equals("#0072B2");
      assertTrue(isBelow ? shape.top() >= line - ROUNDING : shape.bottom() <= line + ROUNDING);
    }
  }

  @Test
  void glyphs_ofAllLetters_fillTheirBoxAndDiffer() {
    String letters = "ACDEFGHIKLMNPQRSTVWXYU";
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < letters.length(); i++) {
      char letter = letters.charAt(i);
      StringBuilder text = new StringBuilder();
      double[] bounds = {1, 0, 1, 0};
      for (List<double[]> shape : Glyph.of(letter)) {
        for (double[] corner : shape) {
          bounds[0] = Math.min(bounds[0], corner[0]);
          bounds[1] = Math.max(bounds[1], corner[0]);
          bounds[2] = Math.min(bounds[2], corner[1]);
          bounds[3] = Math.max(bounds[3], corner[1]);
          text.append(corner[0]).append(' ').append(corner[1]).append(' ');
        }
      }
      assertEquals(0, bounds[2], 1e-9, letter + " at its foot");
      assertEquals(1, bounds[3], 1e-9, letter + " at its head");
      assertTrue(bounds[1] - bounds[0] > 0.6, letter + " is " + (bounds[1] - bounds[0]) + " wide");
      assertTrue(seen.add(text.toString()), letter + " looks like another letter");
    }
    assertEquals(Glyph.of('X'), Glyph.of('?'));
    assertNotEquals(Glyph.of('X'), Glyph.of('A'));
  }

  @Test
  void logo_ofManyLettersOrNoWorth_isDrawnInRows() throws IOException {
    Path file = directory.resolve("logo.png");
    new LetterLogo("x: y 1", "y", "ACGU".repeat(50), new float[200]).writePng(file);

    assertEquals(2 * (40 + 3 * (110 + 34)), ImageIO.read(file.toFile()).getHeight());
  }
}
