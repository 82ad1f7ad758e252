package org.ribond.engine.compute.scalar;

import java.util.List;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.BackendProvider;
import org.ribond.engine.compute.BackendUnavailableException;
import org.ribond.engine.compute.Probe;

/** Offers {@link ScalarBackend}, which runs everywhere and is the last choice of {@code auto}. */
public final class ScalarBackendProvider implements BackendProvider {
  @Override
  public String name() {
    return ScalarBackend.NAME;
  }

  @Override
  public int rank() {
    return 0;
  }

  @Override
  public Probe probe() {
    return new Probe.Available(List.of(ScalarBackend.describe()));
  }

  @Override
  public Backend open(BackendOptions options) {
    if (options.device() != 0) {
      throw new BackendUnavailableException(
          "backend "
              + ScalarBackend.NAME
              + ": device "
              + options.device()
              + " asked for, there is only 0");
    }
    return new ScalarBackend();
  }
}
