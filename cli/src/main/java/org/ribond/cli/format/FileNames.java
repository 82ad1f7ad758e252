package org.ribond.cli.format;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names of files after those of sequences, as far as any system takes them, and all different. */
public final class FileNames {
  private static final int MAX_LETTERS = 80;

  private final Set<String> taken = new HashSet<>();

  /**
   * A name for a file, without an ending, that no call before gave, whatever the case of its
   * letters. It has no two underscores in a row and none at an end.
   */
  public String next(String name) {
    String plain = plain(name);
    String different = plain;
    for (int copy = 2; !taken.add(different.toLowerCase(Locale.ROOT)); copy++) {
      different = plain + "-" + copy;
    }
    return different;
  }

  private static String plain(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9.-]+", "_").replaceAll("^[_.-]+|_+$", "");
    String shorter =
        plain.substring(0, Math.min(plain.length(), MAX_LETTERS)).replaceAll("_+$", "");
    return shorter.isEmpty() ? "unnamed" : shorter;
  }
}
