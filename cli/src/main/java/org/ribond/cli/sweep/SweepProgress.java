package org.ribond.cli.sweep;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ribond.cli.terminal.Messages;

/** Says how far a sweep is: runs done, time left, best so far. Thread-safe. */
final class SweepProgress {
  private final int total;
  private final Messages messages;
  private final long started = System.nanoTime();
  private int known;
  private int done;
  private int failed;
  private double best = Double.NEGATIVE_INFINITY;
  private String bestName = "";
  private String bestOf = "";

  SweepProgress(int total, Messages messages) {
    this.total = total;
    this.messages = messages;
  }

  /** A run was over before. */
  synchronized void known(SweepRun run, Map<String, String> row) {
    known++;
    judge(run, row);
  }

  /** A run is over. */
  synchronized void over(SweepRun run, String status, Map<String, String> row) {
    done++;
    judge(run, row);
    String reason = "";
    if (status.equals(SweepFolder.FAILED)) {
      failed++;
      reason = ": " + row.get(SweepFolder.REASON);
    }
    int left = total - known - done;
    double seconds = (System.nanoTime() - started) / 1e9;
    messages.info(
        String.format(
            Locale.ROOT,
            "%s %s%s; %d of %d done%s%s%s",
            run.name(),
            status,
            reason,
            known + done,
            total,
            failed > 0 ? ", " + failed + " of them failed" : "",
            left > 0
                ? String.format(Locale.ROOT, ", %.0f min left", seconds / done * left / 60)
                : "",
            bestName.isEmpty()
                ? ""
                : String.format(Locale.ROOT, ", best %s %.4f: %s", bestOf, best, bestName)));
  }

  private void judge(SweepRun run, Map<String, String> row) {
    Optional<Measure> merit = Measure.MERITS.stream().filter(each -> each.isIn(row)).findFirst();
    String score = merit.map(each -> row.get(each.column())).orElse("");
    if (!score.isEmpty() && Double.parseDouble(score) > best) {
      best = Double.parseDouble(score);
      bestName = run.name();
      bestOf = merit.orElseThrow().name();
    }
  }
}
