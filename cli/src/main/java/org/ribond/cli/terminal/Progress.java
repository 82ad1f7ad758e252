package org.ribond.cli.terminal;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Shows how far a job is: one line that is written over on a terminal, a line now and then
 * elsewhere, nothing if messages are silenced. Not thread-safe.
 */
public final class Progress implements AutoCloseable {
  private static final long TERMINAL_INTERVAL = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long LOG_INTERVAL = TimeUnit.SECONDS.toNanos(10);

  private final String task;
  private final long total;
  private final boolean silent;
  private final boolean terminal = Boolean.getBoolean("ribond.terminal");
  private final long started = System.nanoTime();
  private long shown = started;
  private int width;

  /** Progress of {@code task} towards {@code total} units. */
  public Progress(String task, long total, Messages messages) {
    this.task = task;
    this.total = total;
    this.silent = messages.isQuiet();
  }

  /** Says that {@code done} units are done; {@code detail} is shown behind, and may be empty. */
  public void update(long done, String detail) {
    show(() -> line(done, detail));
  }

  private String line(long done, String detail) {
    double fraction = total == 0 ? 1 : (double) done / total;
    return String.format(
        Locale.ROOT,
        "%s %d of %d (%.0f%%)%s%s",
        task,
        done,
        total,
        100 * fraction,
        fraction > 0 ? ", " + left(System.nanoTime(), fraction) + " left" : "",
        detail.isEmpty() ? "" : ", " + detail);
  }

  /** Shows {@code text}, if it is time for another line. */
  public void show(Supplier<String> text) {
    long now = System.nanoTime();
    if (silent || now - shown < (terminal ? TERMINAL_INTERVAL : LOG_INTERVAL)) {
      return;
    }
    shown = now;
    String line = text.get();
    if (terminal) {
      System.err.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
      System.err.flush();
      width = line.length();
    } else {
      System.err.println("ribond: " + line);
    }
  }

  private String left(long now, double fraction) {
    Duration left = Duration.ofNanos((long) ((now - started) * (1 - fraction) / fraction));
    return left.toHours() > 0
        ? String.format(Locale.ROOT, "%d:%02d h", left.toHours(), left.toMinutesPart())
        : String.format(Locale.ROOT, "%d:%02d min", left.toMinutes(), left.toSecondsPart());
  }

  /** Takes the line off the terminal. */
  @Override
  public void close() {
    if (width > 0) {
      System.err.print("\r" + " ".repeat(width) + "\r");
      System.err.flush();
    }
  }
}
