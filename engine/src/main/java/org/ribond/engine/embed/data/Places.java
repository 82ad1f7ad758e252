package org.ribond.engine.embed.data;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Places in a transcript as GenBank's feature tables write them: {@code start..end}, 1-based and
 * both included. What is wrong is an {@link IllegalArgumentException} in words for a message.
 */
final class Places {
  private static final Pattern PLACE = Pattern.compile("([1-9]\\d{0,8})\\.\\.([1-9]\\d{0,8})");
  private static final Pattern JOIN = Pattern.compile("join\\((.*)\\)");

  private Places() {}

  /** The one run that {@code text} tells, in a transcript of {@code length} bases. */
  static Span span(String text, int length) {
    if (text.indexOf('<') >= 0 || text.indexOf('>') >= 0) {
      throw new IllegalArgumentException(
          "'" + shown(text) + "' is partial (< or >); its ends must be known");
    }
    Matcher matcher = PLACE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'"
              + shown(text)
              + "' is no place such as 61..960, first and last base in the transcript");
    }
    int first = Integer.parseInt(matcher.group(1));
    int last = Integer.parseInt(matcher.group(2));
    if (last < first) {
      throw new IllegalArgumentException("'" + text + "' ends before it begins");
    }
    if (last > length) {
      throw new IllegalArgumentException(
          "'" + text + "' ends behind the transcript, which has " + length + " bases");
    }
    return new Span(first - 1, last);
  }

  /** The last base of each exon that {@code text} tells; none for an empty one. */
  static List<Integer> exonEnds(String text, int length) {
    List<Integer> ends = new ArrayList<>();
    if (text.isEmpty()) {
      return ends;
    }
    Matcher join = JOIN.matcher(text);
    String list = join.matches() ? join.group(1) : text;
    int next = 0;
    for (String exon : list.split(",", -1)) {
      Span span = span(exon.strip(), length);
      if (span.start() != next) {
        throw new IllegalArgumentException(
            "'"
                + exon.strip()
                + "' does not begin at base "
                + (next + 1)
                + "; exons follow one another, in places of the transcript, not of the genome");
      }
      next = span.end();
      ends.add(next - 1);
    }
    return ends;
  }

  /** The text as far as a message has room for it. */
  private static String shown(String text) {
    return text.length() <= 40 ? text : text.substring(0, 37) + "...";
  }
}
