package org.ribond.kernels;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the system's linker says of a library that it cannot load, taken from the errors in which
 * Java and the bindings JOCL and JCuda wrap it.
 */
public final class LinkerWords {
  /** A line that heads a stack trace; a class that failed once says so in an exception's words. */
  private static final Pattern HEAD =
      Pattern.compile(
          "^(?:Exception )?(?:[\\w$]+\\.)+[\\w$]*(?:Error|Exception): (.+)$", Pattern.MULTILINE);

  /** Java puts the path of the library that it was asked for in front. */
  private static final Pattern ASKED_FOR =
      Pattern.compile("^(?:/|\\w:).*?[/\\\\][^/\\\\:]+\\.(?:so|dll|dylib): (?=.)");

  /** A class that failed once names the thread. */
  private static final Pattern THREAD = Pattern.compile(" \\[in thread \".*\"]$");

  private LinkerWords() {}

  /**
   * One line: the linker's words on the last attempt, without the path of the library that was
   * asked for. Libraries that it needs keep theirs. What no linker said is the error's own first
   * line.
   */
  public static String of(LinkageError error) {
    Throwable origin = error;
    while (origin.getCause() != null) {
      origin = origin.getCause();
    }
    String message = Optional.ofNullable(origin.getMessage()).orElse(origin.toString()).strip();
    String words = message.lines().findFirst().orElse(origin.toString());
    Matcher heads = HEAD.matcher(message);
    while (heads.find()) {
      words = heads.group(1);
    }
    words = THREAD.matcher(words).replaceFirst("");
    return ASKED_FOR.matcher(words).replaceFirst("").strip();
  }
}
