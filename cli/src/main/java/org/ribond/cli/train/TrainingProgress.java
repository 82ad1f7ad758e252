package org.ribond.cli.train;

import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.ribond.cli.terminal.Messages;
import org.ribond.cli.terminal.Progress;
import org.ribond.engine.train.EpochReport;
import org.ribond.engine.train.TrainingListener;
import org.ribond.engine.train.TrainingPlan;

/**
 * Shows how training gets on, of all networks that are under way, and keeps the metrics file up to
 * date. Thread-safe.
 */
public final class TrainingProgress implements TrainingListener, AutoCloseable {
  private static final double NANOS_PER_SECOND = 1e9;

  private final TrainingPlan<?> plan;
  private final TrainingFiles files;
  private final EpochScore score;
  private final Messages messages;
  private final NavigableMap<Integer, Part> underWay = new TreeMap<>();
  private final long started = System.nanoTime();
  private int epochsSinceStart;
  private Optional<Progress> line = Optional.empty();

  /** An epoch under way, and where it was when it was first heard of. */
  private record Part(int epoch, int samplesDone, int samples, long since, int doneThen) {
    Part next(int done) {
      return new Part(epoch, done, samples, since, doneThen);
    }

    double samplesPerSecond(long now) {
      return (samplesDone - doneThen) * NANOS_PER_SECOND / Math.max(1, now - since);
    }
  }

  /** Progress of the run of {@code plan}. */
  public TrainingProgress(
      TrainingPlan<?> plan, TrainingFiles files, EpochScore score, Messages messages) {
    this.plan = plan;
    this.files = files;
    this.score = score;
    this.messages = messages;
  }

  @Override
  public synchronized void step(int member, int epoch, int samplesDone, int samples) {
    Part part = underWay.get(member);
    underWay.put(
        member,
        part != null && part.epoch == epoch
            ? part.next(samplesDone)
            : new Part(epoch, samplesDone, samples, System.nanoTime(), samplesDone));
    if (line.isEmpty()) {
      line = Optional.of(new Progress("train", samples, messages));
    }
    line.get().show(this::state);
  }

  /** Such as {@code member 1, epoch 3 (41%) and member 2, epoch 2 (90%), 312,000 samples/s}. */
  private String state() {
    long now = System.nanoTime();
    String parts =
        underWay.entrySet().stream()
            .map(
                entry -> {
                  Part part = entry.getValue();
                  long percent = 100L * part.samplesDone / part.samples;
                  return name(entry.getKey(), part.epoch) + " (" + percent + "%)";
                })
            .collect(Collectors.joining(" and "));
    double rate = underWay.values().stream().mapToDouble(part -> part.samplesPerSecond(now)).sum();
    return String.format(Locale.ROOT, "%s, %,.0f samples/s", parts, rate);
  }

  private String name(int member, int epoch) {
    String prefix = plan.members() == 1 ? "" : "member " + (member + 1) + ", ";
    return prefix + "epoch " + (epoch + 1);
  }

  @Override
  public synchronized void epoch(EpochReport report, List<EpochReport> history, int epochsLeft) {
    close();
    underWay.remove(report.member());
    epochsSinceStart++;
    files.writeMetrics(history);
    messages.info(
        String.format(
            Locale.ROOT,
            "%s: loss %.4f%s, %,.0f samples/s%s",
            name(report.member(), report.epoch()),
            report.loss(),
            report.score().isPresent()
                ? String.format(
                    Locale.ROOT,
                    ", validation %s %.4f",
                    score.words(),
                    score.shown(report.score().getAsDouble()))
                : "",
            report.samplesPerSecond(),
            left(epochsLeft)));
  }

  /** The longest that training can still take, from the mean of all epochs since the start. */
  private String left(int epochs) {
    double seconds = (System.nanoTime() - started) / NANOS_PER_SECOND / epochsSinceStart;
    return epochs == 0
        ? ""
        : String.format(Locale.ROOT, ", at most %.1f min left", epochs * seconds / 60);
  }

  /** Takes the line off the terminal. */
  @Override
  public synchronized void close() {
    line.ifPresent(Progress::close);
    line = Optional.empty();
  }
}
