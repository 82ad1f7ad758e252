package org.ribond.cli.options;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.train.LabelDefaults;
import org.ribond.engine.network.Conv;
import org.ribond.engine.network.ConvLstm;
import org.ribond.engine.network.DeepRam;
import org.ribond.engine.network.Dilated;
import org.ribond.engine.network.Family;
import org.ribond.engine.network.LinearArchitecture;
import org.ribond.engine.network.Lstm;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Options of a family of networks and its numbers, which have the names that model files have for
 * them, with dashes. What is not given is the family's own.
 */
@SuppressWarnings("UnusedVariable") // the command line's to set; they are read through its model
public final class FamilyOptions {
  @Option(
      names = "--family",
      paramLabel = "NAME",
      defaultValue = Dilated.NAME,
      description = {
        "dilated: gated dilated residual convolutions (default); the networks of arXiv 2012.05995:"
            + " conv-lstm, lstm, conv; deepram: the shape of that tool; linear: ridge regression on"
            + " counts of words and letters by place, without a network.",
        "The numbers of a network follow; 'model info' shows those of a trained one."
      })
  private String family;

  @Option(
      names = "--word",
      paramLabel = "N",
      description = "Letters of a word that the first layer reads; 1: letters.")
  String word;

  @Option(
      names = "--stack",
      paramLabel = "N",
      description = "Words of a stack (conv, conv-lstm, lstm).")
  String stack;

  @Option(
      names = "--filters",
      paramLabel = "A,B",
      split = ",",
      hideParamSyntax = true,
      description = "Channels of each convolution (deepram: of the one).")
  List<String> filters;

  @Option(names = "--width", paramLabel = "N", description = "Taps of a convolution.")
  String width;

  @Option(names = "--pool", paramLabel = "N", description = "Sites that become one by max-pooling.")
  String pool;

  @Option(names = "--cell", paramLabel = "NAME", description = "lstm or gru.")
  String cell;

  @Option(
      names = "--bidirectional",
      paramLabel = "BOOL",
      description = "Whether recurrent layers read in both directions.")
  String bidirectional;

  @Option(
      names = "--units",
      paramLabel = "A,B",
      split = ",",
      hideParamSyntax = true,
      description = "Units of each recurrent layer; none: no such layer.")
  List<String> units;

  @Option(
      names = "--dense",
      paramLabel = "N",
      description = "Units of the layer below the output; 0: none.")
  String dense;

  @Option(
      names = "--input-dropout",
      paramLabel = "P",
      description = "Share of words that a step drops.")
  String inputDropout;

  @Option(
      names = "--dropout",
      paramLabel = "P",
      description = "Share of units below the output that a step drops.")
  String dropout;

  @Option(
      names = "--stem-widths",
      paramLabel = "A,B",
      split = ",",
      hideParamSyntax = true,
      description = "dilated: widths of the first convolutions.")
  List<String> stemWidths;

  @Option(
      names = "--stem",
      paramLabel = "N",
      description = "dilated: channels of the first convolutions.")
  String stem;

  @Option(names = "--channels", paramLabel = "N", description = "dilated: channels of the blocks.")
  String channels;

  @Option(
      names = "--dilations",
      paramLabel = "A,B",
      split = ",",
      hideParamSyntax = true,
      description = "dilated: dilation of each block; none: no block.")
  List<String> dilations;

  @Option(names = "--gate", paramLabel = "NAME", description = "dilated: none, linear or tanh.")
  String gate;

  @Option(
      names = "--normalisation",
      paramLabel = "NAME",
      description = "dilated: none, rows or columns.")
  String normalisation;

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      description = "dilated: of stem, blocks and head, such as gelu.")
  String activation;

  @Option(
      names = "--max",
      paramLabel = "BOOL",
      description = "dilated: whether the head sees the maximum.")
  String max;

  @Option(
      names = "--mean",
      paramLabel = "BOOL",
      description = "dilated: whether the head sees the mean.")
  String mean;

  @Option(
      names = "--pooled-states",
      paramLabel = "BOOL",
      description = "dilated: whether both are taken of the recurrent states too.")
  String pooledStates;

  @Option(
      names = "--parts",
      paramLabel = "N",
      description = "dilated: parts of the sequence whose means the head sees.")
  String parts;

  @Option(
      names = "--part-channels",
      paramLabel = "N",
      description = "dilated: channels of each part.")
  String partChannels;

  @Option(
      names = "--bag-word",
      paramLabel = "N",
      description = "dilated: letters of the words that are counted; 0: none.")
  String bagWord;

  @Option(names = "--bag", paramLabel = "N", description = "dilated: length of a word's vector.")
  String bag;

  @Option(
      names = "--places",
      paramLabel = "N",
      description = "dilated: places along the sequence with a vector of their own; 0: none.")
  String places;

  @Option(
      names = "--head-normalised",
      paramLabel = "BOOL",
      description = "dilated: whether the head's input is normalised.")
  String headNormalised;

  @Option(
      names = "--stem-dropout",
      paramLabel = "P",
      description = "dilated: dropout of the first layers.")
  String stemDropout;

  @Option(
      names = "--block-dropout",
      paramLabel = "P",
      description = "dilated: dropout of the blocks.")
  String blockDropout;

  @Option(
      names = "--side-dropout",
      paramLabel = "P",
      description = "dilated: dropout of words that are counted.")
  String sideDropout;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** Whether a linear model is asked for. */
  public boolean isLinear() {
    return family.equals(LinearArchitecture.NAME);
  }

  /**
   * The family for a training set.
   *
   * @param bothStrands whether sequences are read on both strands, which a network may tell apart
   * @throws UsageException if it is unknown, has no such number, or one is out of range
   */
  public Family family(LabelData training, boolean bothStrands) {
    Family usual =
        switch (family.toLowerCase(Locale.ROOT)) {
          case Dilated.NAME -> LabelDefaults.family(training);
          case ConvLstm.NAME -> ConvLstm.PAPER;
          case Lstm.NAME -> Lstm.PAPER;
          case Conv.NAME -> Conv.PAPER;
          case DeepRam.NAME -> DeepRam.DEFAULT;
          default ->
              throw new UsageException(
                  "--family "
                      + family
                      + " is none of "
                      + String.join(", ", Family.names())
                      + ", "
                      + LinearArchitecture.NAME);
        };
    Map<String, Object> entries = new LinkedHashMap<>(usual.entries());
    // The plan's own option of this name says which strands are read; the layer follows it.
    entries.replace("strands", bothStrands);
    given()
        .forEach(
            (option, value) -> {
              String name = option.substring(2).replace('-', '_');
              Object own = entries.get(name);
              if (own == null) {
                throw new UsageException(
                    option + ": " + usual.name() + " has no such number; it has " + names(usual));
              }
              entries.put(name, value(option, value, own));
            });
    try {
      return Family.of(usual.name(), entries);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--family " + usual.name() + ": " + e.getMessage());
    }
  }

  /**
   * Fails if a number of a network is given for a model that is none.
   *
   * @throws UsageException if so
   */
  public void requireNoNumbers(String other) {
    if (!given().isEmpty()) {
      throw new UsageException(given().keySet().iterator().next() + " does not go with " + other);
    }
  }

  private static String names(Family family) {
    return family.entries().keySet().stream()
        .filter(name -> !name.equals("strands"))
        .map(name -> "--" + name.replace('_', '-'))
        .collect(Collectors.joining(", "));
  }

  /** The numbers that were given, by option. */
  private Map<String, Object> given() {
    Map<String, Object> given = new LinkedHashMap<>();
    for (OptionSpec option : CommandSpec.forAnnotatedObject(new FamilyOptions()).options()) {
      Object value = command.findOption(option.longestName()).getValue();
      if (value != null && !option.longestName().equals("--family")) {
        given.put(option.longestName(), value);
      }
    }
    return given;
  }

  /** A value of the kind that the family's own is of. */
  private static Object value(String option, Object given, Object own) {
    List<String> texts =
        given instanceof List<?> list
            ? list.stream().map(String::valueOf).toList()
            : List.of(String.valueOf(given));
    if (own instanceof List<?>) {
      return texts.equals(List.of("none")) ? List.of() : integers(option, texts);
    }
    if (texts.size() != 1) {
      throw new UsageException(option + " takes one value: " + texts);
    }
    String text = texts.getFirst();
    return switch (own) {
      case Integer number -> integers(option, texts).getFirst();
      case Boolean flag -> {
        if (!List.of("true", "false").contains(text.toLowerCase(Locale.ROOT))) {
          throw new UsageException(option + " is true or false, not '" + text + "'");
        }
        yield Boolean.valueOf(text);
      }
      case Number number -> fraction(option, text);
      default -> text.toLowerCase(Locale.ROOT);
    };
  }

  private static List<Integer> integers(String option, List<String> texts) {
    List<Integer> numbers = new ArrayList<>();
    for (String text : texts) {
      try {
        numbers.add(Integer.valueOf(text.strip()));
      } catch (NumberFormatException e) {
        throw new UsageException(option + ": '" + text + "' is no whole number");
      }
    }
    return numbers;
  }

  private static float fraction(String option, String text) {
    try {
      return Float.parseFloat(text);
    } catch (NumberFormatException e) {
      throw new UsageException(option + ": '" + text + "' is no number");
    }
  }
}
