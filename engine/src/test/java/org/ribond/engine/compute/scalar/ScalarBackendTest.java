package org.ribond.engine.compute.scalar;

import java.util.Optional;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendContract;

/** The reference stored in floats against itself in double. */
class ScalarBackendTest extends BackendContract {
  @Override
  protected String name() {
    return ScalarBackend.NAME;
  }

  @Override
  protected Optional<String> missing() {
    return Optional.empty();
  }

  @Override
  protected Backend open(int threads) {
    return new ScalarBackend();
  }
}
