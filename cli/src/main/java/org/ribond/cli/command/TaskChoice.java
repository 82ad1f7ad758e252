package org.ribond.cli.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.ribond.cli.options.TaskKind;
import org.ribond.engine.contact.complex.ShippedData;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.InputFile;
import org.ribond.engine.label.data.ShippedSequences;
import org.ribond.engine.model.Models;
import org.ribond.engine.network.Architecture;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.Family;
import org.ribond.engine.network.IsoClr;
import org.ribond.engine.network.LinearArchitecture;
import org.ribond.engine.network.PairFamily;

/**
 * Finds the task of a command that does not name it, from the files that it names. What cannot be
 * read is left for the command to complain of.
 */
final class TaskChoice {
  private static final int MOST_LETTERS = 1 << 16;

  private TaskChoice() {}

  /** The task of the model that {@code evaluate} is given. */
  static Optional<TaskKind> byModel(String[] args) {
    if (args.length == 0 || !args[0].equals("evaluate")) {
      return Optional.empty();
    }
    return TaskKind.value(args, "--model")
        .or(() -> TaskKind.value(args, "-m"))
        .filter(name -> InputFile.isFile(name) || Models.names().contains(name))
        .flatMap(
            name -> {
              try {
                return Optional.of(task(Models.read(name).architecture()));
              } catch (DataException e) {
                return Optional.empty();
              }
            });
  }

  private static TaskKind task(Architecture architecture) {
    if (architecture instanceof ChainArchitecture chains) {
      return switch (chains.family()) {
        case PairFamily pairs -> TaskKind.FOLD;
        case IsoClr encoder -> encoder.top() == IsoClr.Top.VECTOR ? TaskKind.EMBED : TaskKind.LABEL;
        case Family other -> TaskKind.LABEL;
      };
    }
    return architecture instanceof LinearArchitecture ? TaskKind.LABEL : TaskKind.CONTACT;
  }

  /**
   * The task of the first data set that a command of {@code dataset} is given. Complexes are pdb or
   * JSON lines, which begin with a brace; labelled sequences are splice, FASTA, or a table whose
   * first line has a tab, a comma or a semicolon.
   */
  static Optional<TaskKind> byData(String[] args) {
    for (int i = 2; i < args.length; i++) {
      String first = args[i].split(",", 2)[0];
      boolean isOutput = List.of("-o", "--out").contains(args[i - 1]);
      if (isOutput || first.startsWith("-")) {
        continue;
      }
      if (ShippedSequences.isNamed(first)) {
        return Optional.of(TaskKind.LABEL);
      }
      if (first.equals(ShippedData.NAME) || first.startsWith(ShippedData.NAME + ".")) {
        return Optional.of(TaskKind.CONTACT);
      }
      if (InputFile.isFile(first)) {
        return byLook(first);
      }
    }
    return Optional.empty();
  }

  private static Optional<TaskKind> byLook(String file) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(InputFile.open(file), StandardCharsets.ISO_8859_1))) {
      char[] start = new char[MOST_LETTERS];
      int length = in.read(start);
      String line =
          new String(start, 0, Math.max(0, length))
              .lines()
              .filter(each -> !each.isBlank())
              .findFirst()
              .orElse("");
      boolean isTable = line.matches(".*[\\t,;].*") && !line.stripLeading().startsWith("{");
      return Optional.of(line.startsWith(">") || isTable ? TaskKind.LABEL : TaskKind.CONTACT);
    } catch (IOException | DataException e) {
      return Optional.empty();
    }
  }
}
