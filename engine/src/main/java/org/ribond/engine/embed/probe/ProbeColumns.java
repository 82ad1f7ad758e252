package org.ribond.engine.embed.probe;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which columns of a table a probe reads besides the transcripts.
 *
 * @param target of the numbers or classes; an empty field is one that was not measured
 * @param isClass whether they are classes
 * @param logarithm whether the natural logarithm of a number takes its place
 * @param split that says train, valid or test
 * @param only what other columns must say, exactly, for a row to be taken
 * @param numbers of further features; an empty field is one that is not known
 */
public record ProbeColumns(
    String target,
    boolean isClass,
    boolean logarithm,
    Optional<String> split,
    Map<String, String> only,
    List<String> numbers) {
  /** Keeps copies. */
  public ProbeColumns {
    only = Map.copyOf(only);
    numbers = List.copyOf(numbers);
    if (isClass && logarithm) {
      throw new IllegalArgumentException("classes have no logarithm");
    }
  }
}
