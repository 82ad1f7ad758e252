package org.ribond.engine.compute;

import java.util.List;

/** What a backend finds when it looks for its devices. */
public sealed interface Probe {
  /** The backend can start on any of the devices, of which there is at least one. */
  record Available(List<Device> devices) implements Probe {
    public Available {
      devices = List.copyOf(devices);
    }
  }

  /** The backend cannot start here. {@code reason} says why in plain words. */
  record Unavailable(String reason) implements Probe {}
}
