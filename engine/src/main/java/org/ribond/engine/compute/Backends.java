package org.ribond.engine.compute;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Consumer;
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
   * preferred one that starts and tells {@code messages} why those that have a device did not.
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
    if (!name.equals(AUTO)) {
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
    List<String> reasons = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    for (BackendProvider provider : providers) {
      switch (find(provider, options)) {
        case Probe.Unavailable missing ->
            reasons.add("backend " + provider.name() + ": " + missing.reason());
        case Probe.Available found -> {
          try {
            Backend backend = provider.open(options);
            failures.forEach(messages);
            return backend;
          } catch (ComputeException e) {
            failures.add(reason(provider, e));
            reasons.add(failures.getLast());
          }
        }
      }
    }
    throw new BackendUnavailableException("no backend starts: " + String.join("; ", reasons));
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
