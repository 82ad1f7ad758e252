package org.ribond.cli.options;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.FileError;
import org.ribond.engine.file.InputFile;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * A plan in TOML, whose keys are the names of a command's options without their dashes: {@code lr =
 * 0.001}, {@code hidden = [256, 128]}, {@code resume = true}.
 */
public final class PlanFile {
  private PlanFile() {}

  /**
   * The options that the plan in {@code file} stands for, but for those that are given beside it.
   *
   * @param line a command line of the command itself, to check them with
   * @param isGiven whether an option, with its dashes, is given beside the plan: one that is a list
   *     would else be both lists together
   * @throws DataException if it cannot be read, or a key or value is none of the command's
   */
  public static List<String> options(String file, CommandLine line, Predicate<String> isGiven) {
    List<String> all = new ArrayList<>();
    List<String> options = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : read(file).properties()) {
      String name = "--" + entry.getKey();
      OptionSpec option = line.getCommandSpec().findOption(name);
      if (option == null || option.usageHelp() || name.equals("--plan")) {
        throw new DataException(
            file + ": '" + entry.getKey() + "' is no option of " + line.getCommandName());
      }
      List<String> own = option(file, name, entry.getValue());
      all.addAll(own);
      if (!isGiven.test(name)) {
        options.addAll(own);
      }
    }
    try {
      line.parseArgs(all.toArray(String[]::new));
    } catch (ParameterException e) {
      throw new DataException(file + ": " + e.getMessage().lines().findFirst().orElse(""), e);
    }
    return options;
  }

  private static List<String> option(String file, String name, JsonNode value) {
    if (value.isBoolean()) {
      return value.booleanValue() ? List.of(name) : List.of();
    }
    if (value.isArray()) {
      List<String> elements = new ArrayList<>();
      value.forEach(element -> elements.add(element.asText()));
      return List.of(name, String.join(",", elements));
    }
    if (!value.isValueNode()) {
      throw new DataException(file + ": '" + name.substring(2) + "' is a table, not a value");
    }
    return List.of(name, value.asText());
  }

  /** The keys and values of a file. */
  public static JsonNode read(String file) {
    try (InputStream in = InputFile.open(file)) {
      return new TomlMapper().readTree(in);
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
      throw new DataException(file + ": " + line + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new DataException(file + ": " + FileError.complaint(e), e);
    }
  }
}
