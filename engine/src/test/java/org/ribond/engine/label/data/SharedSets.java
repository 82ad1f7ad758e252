package org.ribond.engine.label.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Public sets that stand beside the checkout on some machines, for tests. */
public final class SharedSets {
  private static final Path FOLDER = Path.of("..", "..", "shared", "data", "seeds", "genomic");

  private SharedSets() {}

  /** The set {@code name}; the test is skipped, with the reason, where it is not there. */
  public static LabelData read(String name) {
    Path file = FOLDER.resolve(name + ".tsv.gz");
    assumeTrue(Files.exists(file), () -> "skipped: " + file + " is not there");
    return LabelFiles.read(file.toString(), LabelOptions.DEFAULT);
  }
}
