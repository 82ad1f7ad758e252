package org.ribond.cli.format;

import java.util.HashMap;
import java.util.Map;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.LineReader;
import org.ribond.engine.fold.physics.Constraint;
import org.ribond.engine.sequence.Sequence;

/**
 * Constraints of RNAs by their names: a header {@code >name}, then a line of {@link Constraint}.
 * RNAs that the file does not name are free.
 */
public final class ConstraintFile {
  private final String file;
  private final Map<String, Constraint> constraints = new HashMap<>();

  /**
   * Reads one.
   *
   * @throws DataException if it cannot be read or a line is no constraint
   */
  public ConstraintFile(String file) {
    this.file = file;
    try (LineReader lines = LineReader.open(file)) {
      String name = "";
      while (lines.next()) {
        String line = lines.line().strip();
        if (line.startsWith(">") && name.isEmpty()) {
          name = line.substring(1).strip().split("\\s", 2)[0];
        } else if (!line.isEmpty()) {
          if (name.isEmpty()) {
            throw error(lines, "a constraint without a header '>name' before it");
          }
          take(lines, name, line);
          name = "";
        }
      }
      if (!name.isEmpty()) {
        throw error(lines, "record '" + name + "' has no constraint");
      }
    }
  }

  private void take(LineReader lines, String name, String line) {
    try {
      if (constraints.put(name, Constraint.of(line)) != null) {
        throw error(lines, "record '" + name + "' has two constraints");
      }
    } catch (IllegalArgumentException e) {
      throw error(lines, "record '" + name + "': " + e.getMessage());
    }
  }

  private static DataException error(LineReader lines, String what) {
    return new DataException(lines.name() + ": line " + lines.number() + ": " + what);
  }

  /**
   * The constraint of an RNA.
   *
   * @throws DataException if it is of another number of bases
   */
  public Constraint of(Sequence rna) {
    Constraint constraint = constraints.get(rna.name());
    if (constraint == null) {
      return Constraint.none(rna.length());
    }
    if (constraint.length() != rna.length()) {
      throw new DataException(
          file
              + ": the constraint of record '"
              + rna.name()
              + "' has "
              + constraint.length()
              + " characters for "
              + rna.length()
              + " bases");
    }
    return constraint;
  }
}
