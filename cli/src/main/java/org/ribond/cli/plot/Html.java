package org.ribond.cli.plot;

/** Text in HTML and SVG. */
public final class Html {
  private Html() {}

  /** {@code text} with all that has a meaning in markup made harmless. */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
