package org.ribond.cli;

/** Text in HTML and SVG. */
final class Html {
  private Html() {}

  /** {@code text} with all that has a meaning in markup made harmless. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
