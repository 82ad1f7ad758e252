package org.ribond.engine.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a run has done: the members that are trained, the last state of those under way, all epochs.
 * It gives out the members that are left, and keeps the checkpoint. Thread-safe.
 */
final class RunLedger {
  private static final double NANOS_PER_SECOND = 1e9;

  private final TrainingPlan<?> plan;
  private final Map<String, String> inputs;
  private final Path checkpoint;
  private final TreeMap<Integer, MemberReport> done;
  private final TreeMap<Integer, MemberState> underWay;
  private final List<EpochReport> history;
  private final NavigableSet<Integer> left = new TreeSet<>();
  private final double secondsBefore;
  private final long started = System.nanoTime();

  RunLedger(Checkpoint from, TrainingPlan<?> plan, Map<String, String> inputs, Path checkpoint) {
    this.plan = plan;
    this.inputs = inputs;
    this.checkpoint = checkpoint;
    done = new TreeMap<>(from.done());
    underWay = new TreeMap<>(from.underWay());
    history = new ArrayList<>(from.history());
    secondsBefore = from.seconds();
    for (int member = 0; member < plan.members(); member++) {
      if (!done.containsKey(member)) {
        left.add(member);
      }
    }
  }

  /** The next member to train, which is then nobody else's; those that have begun come first. */
  synchronized OptionalInt claim() {
    Optional<Integer> next =
        left.stream()
            .min(
                Comparator.<Integer, Boolean>comparing(member -> !underWay.containsKey(member))
                    .thenComparing(Comparator.naturalOrder()));
    next.ifPresent(left::remove);
    return next.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  /** The state that {@code member} goes on from, unless it begins. */
  synchronized Optional<MemberState> state(int member) {
    return Optional.ofNullable(underWay.get(member));
  }

  /** Keeps the state of a member that stops in the middle of an epoch. */
  synchronized void stopped(int member, MemberState state) {
    underWay.put(member, state);
    save();
  }

  /** Keeps an epoch and the state after it. */
  synchronized void epoch(EpochReport report, MemberState state, TrainingListener listener) {
    underWay.put(report.member(), state);
    tell(report, listener);
  }

  /** Keeps the last epoch of a member, and what the member came to. */
  synchronized void lastEpoch(EpochReport report, MemberReport member, TrainingListener listener) {
    underWay.remove(report.member());
    done.put(report.member(), member);
    tell(report, listener);
  }

  private void tell(EpochReport report, TrainingListener listener) {
    history.add(report);
    history.sort(Comparator.comparingInt(EpochReport::member).thenComparingInt(EpochReport::epoch));
    save();
    listener.epoch(report, List.copyOf(history), epochsLeft());
  }

  private int epochsLeft() {
    int epochs = (plan.members() - done.size()) * plan.epochs();
    for (MemberState state : underWay.values()) {
      epochs -= state.epoch();
    }
    return epochs;
  }

  private void save() {
    new Checkpoint(done, underWay, history, seconds()).write(checkpoint, plan, inputs);
  }

  /** Wall time of the run so far, of all its parts if it was resumed. */
  private double seconds() {
    return secondsBefore + (System.nanoTime() - started) / NANOS_PER_SECOND;
  }

  /** How the run ended. */
  synchronized TrainingOutcome outcome() {
    if (done.size() == plan.members()) {
      return new TrainingOutcome.Completed(List.copyOf(done.values()), history, seconds());
    }
    SequencedMap<Integer, Integer> epochs = new TreeMap<>();
    underWay.forEach((member, state) -> epochs.put(member, state.epoch()));
    return new TrainingOutcome.InterruptedTraining(epochs, history, seconds());
  }
}
