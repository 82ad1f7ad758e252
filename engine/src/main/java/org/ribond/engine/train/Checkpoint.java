package org.ribond.engine.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.ribond.engine.file.DataException;
import org.ribond.engine.model.Safetensors;
import org.ribond.engine.network.LearnerState;
import org.ribond.engine.network.Tensor;
import org.ribond.engine.network.Weights;

/**
 * All that a run has done, as a safetensors file.
 *
 * <p>Tensors {@code member.<i>.*} are the weights of a member that is trained. One in training has
 * {@code training.<i>.weights.*}, {@code first_moment.*} and {@code second_moment.*} and, once an
 * epoch is done, {@code best.*}. Metadata: {@code format}, {@code format_version}, the plan under
 * {@code plan.*}, the inputs under {@code input.*}, which members are {@code done} and which {@code
 * under_way}, their counters, and the history: one entry {@code member epoch samples loss score
 * seconds} for each epoch, separated by semicolons, with {@code -} for no score.
 *
 * @param done members that are trained, by number
 * @param underWay members in training, by number
 * @param history epochs that are done
 * @param seconds wall time of the run so far
 */
record Checkpoint(
    NavigableMap<Integer, MemberReport> done,
    NavigableMap<Integer, MemberState> underWay,
    List<EpochReport> history,
    double seconds) {
  private static final String FORMAT = "ribond-checkpoint";
  private static final String VERSION = "2";
  private static final String NONE = "-";

  private static final String FORMAT_KEY = "format";
  private static final String VERSION_KEY = "format_version";
  private static final String PLAN = "plan.";
  private static final String INPUT = "input.";
  private static final String DONE = "done";
  private static final String UNDER_WAY = "under_way";
  private static final String HISTORY = "history";
  private static final String EPOCH = "epoch";
  private static final String SCORE = "score";
  private static final String NEXT_SAMPLE = "next_sample";
  private static final String SECONDS = "seconds";
  private static final String STEPS = "steps";
  private static final String ADAM_STEPS = "adam_steps";
  private static final String LOSS_SUM = "loss_sum";

  private static final String WEIGHTS = "weights.";
  private static final String FIRST_MOMENT = "first_moment.";
  private static final String SECOND_MOMENT = "second_moment.";
  private static final String BEST = "best.";

  Checkpoint {
    done = Collections.unmodifiableNavigableMap(new TreeMap<>(done));
    underWay = Collections.unmodifiableNavigableMap(new TreeMap<>(underWay));
    history = List.copyOf(history);
  }

  /** Of a run that has not begun. */
  static Checkpoint none() {
    return new Checkpoint(new TreeMap<>(), new TreeMap<>(), List.of(), 0);
  }

  private static String donePrefix(int member) {
    return "member." + member + ".";
  }

  private static String trainingPrefix(int member) {
    return "training." + member + ".";
  }

  // ---- writing ----

  /**
   * Replaces {@code path}, whole or not at all.
   *
   * @throws DataException if it cannot be written; what was there is then as it was
   */
  void write(Path path, TrainingPlan<?> plan, Map<String, String> inputs) {
    SequencedMap<String, String> metadata = new LinkedHashMap<>();
    List<Tensor> tensors = new ArrayList<>();
    metadata.put(FORMAT_KEY, FORMAT);
    metadata.put(VERSION_KEY, VERSION);
    plan.entries().forEach((key, value) -> metadata.put(PLAN + key, value.toString()));
    inputs.forEach((key, value) -> metadata.put(INPUT + key, value));
    metadata.put(DONE, text(done.keySet()));
    metadata.put(UNDER_WAY, text(underWay.keySet()));
    metadata.put(SECONDS, String.valueOf(seconds));
    done.forEach((member, report) -> put(donePrefix(member), report, metadata, tensors));
    underWay.forEach((member, state) -> put(trainingPrefix(member), state, metadata, tensors));
    metadata.put(HISTORY, String.join(";", history.stream().map(Checkpoint::text).toList()));
    new Safetensors(metadata, tensors).write(path);
  }

  private static void put(
      String prefix, MemberState state, Map<String, String> metadata, List<Tensor> tensors) {
    LearnerState learner = state.learner();
    metadata.put(prefix + EPOCH, String.valueOf(state.epoch()));
    metadata.put(prefix + NEXT_SAMPLE, String.valueOf(state.nextSample()));
    metadata.put(prefix + SECONDS, String.valueOf(state.seconds()));
    metadata.put(prefix + STEPS, String.valueOf(learner.steps()));
    metadata.put(prefix + ADAM_STEPS, String.valueOf(learner.adamSteps()));
    metadata.put(prefix + LOSS_SUM, String.valueOf(learner.lossSum()));
    put(prefix + WEIGHTS, learner.weights(), tensors);
    put(prefix + FIRST_MOMENT, learner.firstMoment(), tensors);
    put(prefix + SECOND_MOMENT, learner.secondMoment(), tensors);
    state.best().ifPresent(best -> put(prefix + BEST, best, metadata, tensors));
  }

  private static void put(
      String prefix, MemberReport report, Map<String, String> metadata, List<Tensor> tensors) {
    metadata.put(prefix + EPOCH, String.valueOf(report.epoch()));
    metadata.put(prefix + SCORE, text(report.score()));
    put(prefix, report.weights(), tensors);
  }

  private static void put(String prefix, Weights weights, List<Tensor> tensors) {
    for (Tensor tensor : weights.tensors()) {
      tensors.add(
          new Tensor(prefix + tensor.name(), tensor.rows(), tensor.columns(), tensor.values()));
    }
  }

  private static String text(Set<Integer> members) {
    return members.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  private static String text(OptionalDouble score) {
    return score.isPresent() ? String.valueOf(score.getAsDouble()) : NONE;
  }

  private static String text(EpochReport report) {
    return report.member()
        + " "
        + report.epoch()
        + " "
        + report.samples()
        + " "
        + report.loss()
        + " "
        + text(report.score())
        + " "
        + report.seconds();
  }

  // ---- reading ----

  /**
   * Reads a checkpoint of the run that the plan of {@code task} and {@code inputs} determine.
   *
   * @throws DataException if it cannot be read, is no checkpoint, or is of another run
   */
  static Checkpoint read(Path path, Task task, Map<String, String> inputs) {
    Safetensors file = Safetensors.read(path);
    Map<String, String> metadata = file.metadata();
    if (!FORMAT.equals(metadata.get(FORMAT_KEY))) {
      throw new DataException(path + ": is no checkpoint of a training run");
    }
    if (!VERSION.equals(metadata.get(VERSION_KEY))) {
      throw new DataException(
          path
              + ": is a checkpoint of format version "
              + metadata.get(VERSION_KEY)
              + ", this Ribond reads "
              + VERSION
              + ": resume it with the version that wrote it");
    }
    SequencedMap<String, String> entries = new LinkedHashMap<>();
    task.plan().entries().forEach((key, value) -> entries.put(key, value.toString()));
    requireSame(path, PLAN, entries, metadata);
    requireSame(path, INPUT, inputs, metadata);
    try {
      return new Reader(file, task.zeros()).checkpoint();
    } catch (IllegalArgumentException e) {
      throw new DataException(
          path + ": is damaged: " + e.getMessage() + ": remove it to start anew", e);
    }
  }

  private static void requireSame(
      Path path, String prefix, Map<String, String> expected, Map<String, String> metadata) {
    Map<String, String> found = new LinkedHashMap<>();
    metadata.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            found.put(key.substring(prefix.length()), value);
          }
        });
    SequencedMap<String, String> keys = new LinkedHashMap<>(expected);
    keys.putAll(found);
    for (String key : keys.keySet()) {
      String here = expected.getOrDefault(key, "none");
      String there = found.getOrDefault(key, "none");
      if (!here.equals(there)) {
        throw new DataException(
            "%s: is of another run, with %s %s, not %s: resume that run, or remove the file to start anew"
                .formatted(path, key, there, here));
      }
    }
  }

  /** Reads the parts; throws {@link IllegalArgumentException} where one is missing or wrong. */
  private record Reader(Safetensors file, Weights shapes) {
    Checkpoint checkpoint() {
      NavigableMap<Integer, MemberReport> done = new TreeMap<>();
      for (int member : members(DONE)) {
        done.put(member, report(donePrefix(member)));
      }
      NavigableMap<Integer, MemberState> underWay = new TreeMap<>();
      for (int member : members(UNDER_WAY)) {
        underWay.put(member, state(trainingPrefix(member)));
      }
      return new Checkpoint(done, underWay, history(), number(SECONDS));
    }

    private List<Integer> members(String key) {
      String text = string(key);
      return text.isEmpty()
          ? List.of()
          : Arrays.stream(text.split(" ", -1)).map(Integer::valueOf).toList();
    }

    private MemberState state(String prefix) {
      LearnerState learner =
          new LearnerState(
              weights(prefix + WEIGHTS),
              weights(prefix + FIRST_MOMENT),
              weights(prefix + SECOND_MOMENT),
              integer(prefix + STEPS),
              integer(prefix + ADAM_STEPS),
              Float.parseFloat(string(prefix + LOSS_SUM)));
      Optional<MemberReport> best =
          file.metadata().containsKey(prefix + BEST + EPOCH)
              ? Optional.of(report(prefix + BEST))
              : Optional.empty();
      return new MemberState(
          learner,
          integer(prefix + EPOCH),
          integer(prefix + NEXT_SAMPLE),
          number(prefix + SECONDS),
          best);
    }

    private MemberReport report(String prefix) {
      return new MemberReport(
          weights(prefix), integer(prefix + EPOCH), score(string(prefix + SCORE)));
    }

    private Weights weights(String prefix) {
      List<Tensor> tensors = new ArrayList<>();
      for (Tensor shape : shapes.tensors()) {
        String name = prefix + shape.name();
        Tensor found =
            file.find(name)
                .orElseThrow(() -> new IllegalArgumentException("tensor " + name + " is missing"));
        if (found.rows() != shape.rows() || found.columns() != shape.columns()) {
          throw new IllegalArgumentException(
              "tensor " + name + " is " + found.rows() + "x" + found.columns());
        }
        tensors.add(new Tensor(shape.name(), shape.rows(), shape.columns(), found.values()));
      }
      return new Weights(tensors);
    }

    private List<EpochReport> history() {
      List<EpochReport> history = new ArrayList<>();
      for (String entry : string(HISTORY).split(";", -1)) {
        String[] fields = entry.split(" ", -1);
        if (fields.length == 6) {
          history.add(
              new EpochReport(
                  Integer.parseInt(fields[0]),
                  Integer.parseInt(fields[1]),
                  Integer.parseInt(fields[2]),
                  Double.parseDouble(fields[3]),
                  score(fields[4]),
                  Double.parseDouble(fields[5])));
        } else if (!entry.isEmpty()) {
          throw new IllegalArgumentException("its history has the entry '" + entry + "'");
        }
      }
      return history;
    }

    private static OptionalDouble score(String text) {
      return text.equals(NONE)
          ? OptionalDouble.empty()
          : OptionalDouble.of(Double.parseDouble(text));
    }

    private double number(String key) {
      return Double.parseDouble(string(key));
    }

    private int integer(String key) {
      int value = Integer.parseInt(string(key));
      if (value < 0) {
        throw new IllegalArgumentException("its " + key + " is " + value);
      }
      return value;
    }

    private String string(String key) {
      String value = file.metadata().get(key);
      if (value == null) {
        throw new IllegalArgumentException("its " + key + " is missing");
      }
      return value;
    }
  }
}
