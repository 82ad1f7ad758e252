package org.ribond.cli.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.ribond.engine.file.AtomicFile;

/** Draws as a picture for PNG files, two dots a pixel. It needs no display, but fonts. */
final class PngCanvas implements ChartCanvas {
  private static final int DOTS = 2;
  private static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 14);

  private final BufferedImage image;
  private final Graphics2D graphics;

  /** A white canvas. */
  PngCanvas(int width, int height) {
    image = new BufferedImage(width * DOTS, height * DOTS, BufferedImage.TYPE_INT_RGB);
    graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.scale(DOTS, DOTS);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
  }

  /**
   * Writes what has been drawn.
   *
   * @throws org.ribond.engine.file.DataException if it cannot be written
   */
  void write(Path file) {
    AtomicFile.write(
        file,
        out -> {
          if (!ImageIO.write(image, "png", out)) {
            throw new IOException("no encoder for PNG");
          }
        });
  }

  @Override
  public void line(List<double[]> places, Stroke stroke) {
    if (places.isEmpty()) {
      return;
    }
    float[] dash = new float[stroke.dash().size()];
    for (int i = 0; i < dash.length; i++) {
      dash[i] = stroke.dash().get(i);
    }
    graphics.setColor(Color.decode(stroke.colour()));
    graphics.setStroke(
        new BasicStroke(
            (float) stroke.width(),
            BasicStroke.CAP_BUTT,
            BasicStroke.JOIN_ROUND,
            1,
            dash.length == 0 ? null : dash,
            0));
    graphics.draw(path(places));
  }

  @Override
  public void shape(List<double[]> corners, String colour) {
    Path2D path = path(corners);
    path.closePath();
    graphics.setColor(Color.decode(colour));
    graphics.fill(path);
  }

  private static Path2D path(List<double[]> places) {
    Path2D path = new Path2D.Double();
    path.moveTo(places.getFirst()[0], places.getFirst()[1]);
    places.forEach(place -> path.lineTo(place[0], place[1]));
    return path;
  }

  @Override
  public void text(
      double x, double y, Anchor anchor, boolean isUpright, boolean isTitle, String text) {
    graphics.setFont(isTitle ? TITLE : PLAIN);
    graphics.setColor(Color.decode("#1a1a1a"));
    int width = graphics.getFontMetrics().stringWidth(text);
    double start =
        switch (anchor) {
          case START -> 0;
          case MIDDLE -> -width / 2.0;
          case END -> -width;
        };
    AffineTransform before = graphics.getTransform();
    graphics.translate(x, y);
    if (isUpright) {
      graphics.rotate(-Math.PI / 2);
    }
    graphics.drawString(text, (float) start, 0);
    graphics.setTransform(before);
  }
}
