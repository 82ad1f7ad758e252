package org.ribond.engine.compute;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** The backends of this program and the choice among them. */
public final class Backends {
  /** Asks for the best backend that starts. */
  public static final String AUTO = "auto";

  private Backends() {}

  /** All providers on this program's paths, the most preferred first. */
  public static List<BackendProvider> providers() {
    return unranked().sorted(Comparator.comparingInt(BackendProvider::rank).reversed()).toList();
  }

  /** A rank may cost a look for devices, which a backend asked for by name can do without. */
  private static Stream<BackendProvider> unranked() {
    return ServiceLoader.load(BackendProvider.class, Backends.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get);
  }

  /**
   * Starts a backend. A named backend that cannot start is an error; {@link #AUTO} takes the most
   * preferred one that starts, or the faster of two where that is not certain, and tells {@code
   * messages} why those that have a device did not start and which was the faster.
   *
   * @throws BackendUnavailableException if the named backend, or any, cannot start
   */
  public static Backend open(String name, BackendOptions options, Consumer<String> messages) {
    return open(name.equals(AUTO) ? providers() : unranked().toList(), name, options, messages);
  }

  static Backend open(
      List<BackendProvider> providers,
      String name,
      BackendOptions options,
      Consumer<String> messages) {
    BackendOptions heard = options.withNotes(messages);
    return name.equals(AUTO)
        ? auto(providers, heard, new SpeedTrial(System::nanoTime)::nanos)
        : named(providers, name, heard);
  }

  private static Backend named(
      List<BackendProvider> providers, String name, BackendOptions options) {
    BackendProvider provider =
        providers.stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new BackendUnavailableException(
                        "no backend is named '" + name + "'; there are " + names(providers)));
    if (find(provider, options) instanceof Probe.Unavailable missing) {
      throw new BackendUnavailableException("backend " + name + ": " + missing.reason());
    }
    return provider.open(options);
  }

  /**
   * The first that starts; if that is on trial, the faster of it and the next that starts.
   *
   * @param trial time of the same work on any backend
   */
  static Backend auto(
      List<BackendProvider> providers, BackendOptions options, ToLongFunction<Backend> trial) {
    Candidates candidates = new Candidates(providers, options);
    Started first =
        candidates
            .next()
            .orElseThrow(
                () ->
                    new BackendUnavailableException(
                        "no backend starts: " + String.join("; ", candidates.reasons)));
    Backend chosen =
        first.provider.isOnTrial()
            ? candidates
                .next()
                .map(next -> faster(first, next, candidates, trial))
                .orElse(first.backend)
            : first.backend;
    candidates.notes.forEach(options.notes());
    return chosen;
  }

  private record Started(BackendProvider provider, Backend backend) {}

  /** Starts one backend after the other and notes why others do not start. */
  private static final class Candidates {
    private final Iterator<BackendProvider> providers;
    private final BackendOptions options;
    private final List<String> reasons = new ArrayList<>();

    /** What users should know: failures of backends that have a device, and how trials went. */
    private final List<String> notes = new ArrayList<>();

    Candidates(List<BackendProvider> providers, BackendOptions options) {
      this.providers = providers.iterator();
      this.options = options;
    }

    Optional<Started> next() {
      while (providers.hasNext()) {
        BackendProvider provider = providers.next();
        switch (find(provider, options)) {
          case Probe.Unavailable missing ->
              reasons.add("backend " + provider.name() + ": " + missing.reason());
          case Probe.Available found -> {
            try {
              return Optional.of(new Started(provider, provider.open(options)));
            } catch (ComputeException e) {
              failed(provider, e);
            }
          }
        }
      }
      return Optional.empty();
    }

    void failed(BackendProvider provider, ComputeException e) {
      notes.add(reason(provider, e));
      reasons.add(notes.getLast());
    }
  }

  /** Keeps the faster and closes the other. */
  private static Backend faster(
      Started first, Started second, Candidates candidates, ToLongFunction<Backend> trial) {
    long ofFirst;
    try {
      ofFirst = trial.applyAsLong(first.backend);
    } catch (ComputeException e) {
      first.backend.close();
      candidates.failed(first.provider, e);
      return second.backend;
    }
    long ofSecond = trial.applyAsLong(second.backend);
    boolean isFirst = ofFirst <= ofSecond;
    (isFirst ? second : first).backend.close();
    candidates.notes.add(
        String.format(
            Locale.ROOT,
            "a product takes %.2f ms on %s, %.2f ms on %s",
            ofFirst * 1e-6,
            first.provider.name(),
            ofSecond * 1e-6,
            second.provider.name()));
    return (isFirst ? first : second).backend;
  }

  private static String reason(BackendProvider provider, ComputeException e) {
    String prefix = "backend " + provider.name() + ": ";
    return e.getMessage().startsWith(prefix) ? e.getMessage() : prefix + e.getMessage();
  }

  /** What a provider has that does what {@code options} ask for. */
  private static Probe find(BackendProvider provider, BackendOptions options) {
    return provider.precisions().contains(options.precision())
        ? provider.probe()
        : new Probe.Unavailable("has no precision " + options.precision());
  }

  private static String names(List<BackendProvider> providers) {
    return String.join(", ", providers.stream().map(BackendProvider::name).toList());
  }
}
