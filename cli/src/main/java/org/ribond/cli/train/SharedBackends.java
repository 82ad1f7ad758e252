package org.ribond.cli.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ribond.cli.options.BackendChoice;
import org.ribond.cli.terminal.Messages;
import org.ribond.engine.compute.Backend;

/**
 * Backends of networks that work side by side, one for each with its share of the threads; for what
 * comes after them, one with all threads.
 */
public final class SharedBackends implements AutoCloseable {
  /** Backends whose work is done by the threads that the user gives. */
  private static final Set<String> ON_THREADS = Set.of("scalar", "vector");

  private final BackendChoice choice;
  private final List<Backend> open = new ArrayList<>();

  /**
   * Starts one or several backends.
   *
   * @param jobs networks that work at a time; if it is not given, the threads of a CPU are shared
   *     out among as many networks as possible, and a card has one
   * @param members most networks that can
   */
  public SharedBackends(
      BackendChoice choice, Optional<Integer> jobs, int members, Messages messages) {
    int threads = choice.threads();
    int wanted = Math.min(jobs.orElse(evenly(members, threads)), members);
    BackendChoice share = choice.shared(wanted);
    try {
      open.add(share.open(messages));
      this.choice = choice.of(name());
      int count = jobs.isPresent() || ON_THREADS.contains(name()) ? wanted : 1;
      while (open.size() < count) {
        open.add(share.of(name()).open(new Messages(true)));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    if (open.size() > 1) {
      messages.info(open.size() + " networks at a time");
    }
  }

  /** As many as {@code threads} at a time, but no more than it takes to be done as early. */
  private static int evenly(int members, int threads) {
    return Math.ceilDiv(members, Math.ceilDiv(members, threads));
  }

  private String name() {
    return open.getFirst().name();
  }

  /** One backend for each network that is trained at a time. */
  public List<Backend> all() {
    return List.copyOf(open);
  }

  /** One backend with all threads; the others are then closed. */
  public Backend whole() {
    if (open.size() > 1) {
      close();
      open.add(choice.open(new Messages(true)));
    }
    return open.getFirst();
  }

  @Override
  public void close() {
    open.forEach(Backend::close);
    open.clear();
  }
}
