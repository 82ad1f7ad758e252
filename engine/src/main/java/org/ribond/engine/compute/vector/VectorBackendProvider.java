package org.ribond.engine.compute.vector;

import java.util.List;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.BackendProvider;
import org.ribond.engine.compute.BackendUnavailableException;
import org.ribond.engine.compute.Probe;

/** Offers {@link VectorBackend} where the JVM was started with the incubating Vector API. */
public final class VectorBackendProvider implements BackendProvider {
  /** Name by which users ask for the backend. */
  public static final String NAME = "vector";

  private static final String MODULE = "jdk.incubator.vector";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int rank() {
    return 100;
  }

  /** Links no class of the Vector API before it knows that the module is loaded. */
  @Override
  public Probe probe() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return new Probe.Unavailable(
          "Java was started without its vector module; add --add-modules " + MODULE);
    }
    return new Probe.Available(List.of(Processor.describe()));
  }

  @Override
  public Backend open(BackendOptions options) {
    if (probe() instanceof Probe.Unavailable missing) {
      throw new BackendUnavailableException("backend " + NAME + ": " + missing.reason());
    }
    if (options.device() != 0) {
      throw new BackendUnavailableException(
          "backend " + NAME + ": device " + options.device() + " asked for, there is only 0");
    }
    return new VectorBackend(options.threads());
  }
}
