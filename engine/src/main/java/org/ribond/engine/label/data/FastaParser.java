package org.ribond.engine.label.data;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.LineReader;
import org.ribond.engine.label.data.LabelOptions.Target;

/**
 * Records of a FASTA file with their labels. Where no pattern says so, a label is what stands
 * behind {@code label=} or {@code class=} in the header, else what stands behind the last {@code
 * |}, else the last of several words. A word {@code split=train} tells the part.
 */
final class FastaParser implements RecordParser {
  private static final Pattern NAMED_LABEL =
      Pattern.compile("(?:^|[\\s|;])(?:label|class)=([^\\s|;]+)");
  private static final Pattern NAMED_PART = Pattern.compile("(?:^|[\\s|;])split=([^\\s|;]+)");
  private static final Pattern LAST_FIELD = Pattern.compile("\\|([^|]*)$");
  private static final Pattern LAST_WORD = Pattern.compile("\\s(\\S+)$");

  private final LineReader lines;
  private final LetterCheck check;
  private final boolean wantsLabel;
  private final Optional<Pattern> pattern;
  private final Optional<String> fileLabel;
  private boolean atHeader = true;

  /**
   * Reads from the header that {@code lines} stands at.
   *
   * @param fileLabel the label of all records, if the file is one class
   */
  FastaParser(
      LineReader lines, LabelOptions options, LetterCheck check, Optional<String> fileLabel) {
    this.lines = lines;
    this.check = check;
    this.fileLabel = fileLabel;
    wantsLabel = options.target() != Target.NONE;
    pattern = options.headerLabel();
    if (wantsLabel && options.labelColumns().size() > 1) {
      throw new DataException(
          lines.name() + ": a FASTA header holds one label, not " + options.labelColumns());
    }
  }

  @Override
  public List<String> labelColumns() {
    return wantsLabel ? List.of("label") : List.of();
  }

  @Override
  public Optional<LabelRecord> next() {
    if (!atHeader) {
      return Optional.empty();
    }
    long headerLine = lines.number();
    String header = lines.line().substring(1).strip();
    if (header.isEmpty()) {
      throw new DataException(place(headerLine) + "header without a name after '>'");
    }
    String name = header.split("\\s", 2)[0];
    StringBuilder letters = new StringBuilder();
    atHeader = false;
    while (!atHeader && lines.next()) {
      if (lines.line().startsWith(">")) {
        atHeader = true;
      } else {
        check.take(lines.name(), name, lines.number(), lines.line(), letters);
      }
    }
    if (letters.isEmpty()) {
      throw new DataException(
          place(headerLine) + "record '" + name + "' is empty: no sequence after its header");
    }
    List<String> labels =
        wantsLabel
            ? List.of(fileLabel.orElseGet(() -> label(header, name, headerLine)))
            : List.of();
    return Optional.of(
        new LabelRecord(name, letters.toString(), labels, part(header, headerLine), headerLine));
  }

  private String label(String header, String name, long line) {
    List<Pattern> candidates =
        pattern.isPresent()
            ? List.of(pattern.get())
            : List.of(NAMED_LABEL, header.indexOf('|') >= 0 ? LAST_FIELD : LAST_WORD);
    for (Pattern candidate : candidates) {
      Matcher matcher = candidate.matcher(header);
      if (matcher.find() && matcher.group(1) != null && !matcher.group(1).isBlank()) {
        return matcher.group(1).strip();
      }
    }
    throw new DataException(
        place(line)
            + "record '"
            + name
            + "' has no label in its header"
            + pattern.map(p -> " that '" + p + "' would find").orElse(""));
  }

  private Optional<Part> part(String header, long line) {
    Matcher matcher = NAMED_PART.matcher(header);
    if (!matcher.find()) {
      return Optional.empty();
    }
    String word = matcher.group(1);
    return Optional.of(
        Part.of(word)
            .orElseThrow(
                () ->
                    new DataException(
                        place(line)
                            + "'"
                            + word
                            + "' is no part of a split; known are train, valid and test")));
  }

  private String place(long line) {
    return lines.name() + ": line " + line + ": ";
  }
}
