package org.ribond.cli.options;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.InputFile;

/** What is trained, tested or counted: each task has options of its own. */
public enum TaskKind {
  /** Which residues of a protein touch which bases of an RNA. */
  CONTACT,
  /** What a sequence is: classes or numbers. */
  LABEL,
  /** Which bases of an RNA pair. */
  FOLD,
  /** Which transcripts do the same. */
  EMBED;

  /** The name on command lines. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The task of that name, in either case.
   *
   * @return empty if there is none
   */
  public static Optional<TaskKind> of(String name) {
    return Arrays.stream(values()).filter(kind -> kind.label().equalsIgnoreCase(name)).findFirst();
  }

  /**
   * The task that {@code arguments} name by {@code --task}, or else by the key {@code task} of the
   * file of {@code --plan}. Names that are none, and plans that cannot be read, are left for the
   * command to complain of.
   *
   * @return empty if none is named
   */
  public static Optional<TaskKind> told(String[] arguments) {
    Optional<String> named = value(arguments, "--task");
    return named.isPresent()
        ? of(named.get())
        : value(arguments, "--plan").flatMap(TaskKind::planned);
  }

  private static Optional<TaskKind> planned(String file) {
    if (!InputFile.isFile(file)) {
      return Optional.empty();
    }
    try {
      JsonNode task = PlanFile.read(file).path("task");
      return task.isTextual() ? of(task.textValue()) : Optional.empty();
    } catch (DataException e) {
      return Optional.empty();
    }
  }

  /** The last value of an option among {@code arguments}, behind a blank or an equals sign. */
  public static Optional<String> value(String[] arguments, String option) {
    Optional<String> value = Optional.empty();
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].startsWith(option + "=")) {
        value = Optional.of(arguments[i].substring(option.length() + 1));
      } else if (arguments[i].equals(option) && i + 1 < arguments.length) {
        value = Optional.of(arguments[i + 1]);
      }
    }
    return value;
  }
}
