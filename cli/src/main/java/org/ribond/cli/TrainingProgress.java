package org.ribond.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ribond.engine.train.EpochReport;
import org.ribond.engine.train.TrainingListener;
import org.ribond.engine.train.TrainingPlan;

/** Shows how training gets on, and keeps the metrics file up to date. */
final class TrainingProgress implements TrainingListener, AutoCloseable {
  private static final double NANOS_PER_SECOND = 1e9;

  private final TrainingPlan plan;
  private final TrainingFiles files;
  private final Messages messages;
  private Optional<Progress> progress = Optional.empty();
  private long started;
  private int doneAtStart;

  TrainingProgress(TrainingPlan plan, TrainingFiles files, Messages messages) {
    this.plan = plan;
    this.files = files;
    this.messages = messages;
  }

  @Override
  public void step(int member, int epoch, int samplesDone, int samples) {
    long now = System.nanoTime();
    if (progress.isEmpty()) {
      progress = Optional.of(new Progress(name(member, epoch), samples, messages));
      started = now;
      doneAtStart = samplesDone;
      return;
    }
    double rate = (samplesDone - doneAtStart) * NANOS_PER_SECOND / (now - started);
    progress.get().update(samplesDone, String.format(Locale.ROOT, "%,.0f samples/s", rate));
  }

  private String name(int member, int epoch) {
    String prefix = plan.members() == 1 ? "" : "member " + (member + 1) + ", ";
    return prefix + "epoch " + (epoch + 1);
  }

  @Override
  public void epoch(List<EpochReport> history) {
    close();
    EpochReport last = history.getLast();
    files.writeMetrics(history);
    messages.info(
        String.format(
            Locale.ROOT,
            "%s: loss %.4f%s, %,.0f samples/s%s",
            name(last.member(), last.epoch()),
            last.loss(),
            last.score().isPresent()
                ? String.format(Locale.ROOT, ", validation PR AUC %.4f", last.score().getAsDouble())
                : "",
            last.samplesPerSecond(),
            left(history)));
  }

  /** The longest that training can still take, from the mean of all epochs. */
  private String left(List<EpochReport> history) {
    EpochReport last = history.getLast();
    int epochs =
        (plan.members() - 1 - last.member()) * plan.epochs() + plan.epochs() - 1 - last.epoch();
    double mean = history.stream().mapToDouble(EpochReport::seconds).average().orElse(0);
    return epochs == 0
        ? ""
        : String.format(Locale.ROOT, ", at most %.1f min left", epochs * mean / 60);
  }

  @Override
  public void close() {
    progress.ifPresent(Progress::close);
    progress = Optional.empty();
  }
}
