package org.ribond.engine.compute.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.BackendContract;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.Backends;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.Probe;

/** The vector backend at every width that this processor has. */
class VectorBackendTest {
  @Test
  void auto_whereVectorIsRequired_picksVector() {
    if (VectorBackendProvider.NAME.equals(System.getProperty("require.backend"))) {
      try (Backend backend =
          Backends.open(Backends.AUTO, BackendOptions.defaults(), message -> {})) {
        assertEquals(VectorBackendProvider.NAME, backend.name());
      }
    }
  }

  @Test
  void operations_onFrozenMatrix_areRefusedUntilItIsClosed() {
    try (Backend backend = new VectorBackend(1);
        Matrix frozen = backend.allocate(2, 3);
        Matrix other = backend.allocate(2, 3)) {
      backend.freeze(frozen);
      backend.copy(frozen, other);
      Exception e = assertThrows(IllegalStateException.class, () -> backend.copy(other, frozen));
      assertEquals("matrix of 2x3 is frozen: it cannot be written", e.getMessage());
      assertThrows(IllegalStateException.class, () -> backend.upload(new float[6], frozen));
      assertThrows(IllegalStateException.class, () -> backend.scale(frozen, 2));
    }
  }

  @Nested
  class Bits64 extends AtWidth {
    Bits64() {
      super(64);
    }
  }

  @Nested
  class Bits128 extends AtWidth {
    Bits128() {
      super(128);
    }
  }

  @Nested
  class Bits256 extends AtWidth {
    Bits256() {
      super(256);
    }
  }

  @Nested
  class Bits512 extends AtWidth {
    Bits512() {
      super(512);
    }
  }

  /** The contract of all backends at one width, and the same bits as at any other. */
  abstract static class AtWidth extends BackendContract {
    private final int bits;

    AtWidth(int bits) {
      this.bits = bits;
    }

    @Override
    protected String name() {
      return VectorBackendProvider.NAME;
    }

    @Override
    protected Optional<String> missing() {
      return new VectorBackendProvider().probe() instanceof Probe.Unavailable missing
          ? Optional.of(missing.reason())
          : Optional.empty();
    }

    @Override
    protected Optional<String> inapplicable() {
      return VectorWidth.of(bits).bits() == bits
          ? Optional.empty()
          : Optional.of("vectors of this processor have " + Lanes.BITS + " bits");
    }

    @Override
    protected Backend open(int threads) {
      return VectorWidth.of(bits).open(threads);
    }

    @Override
    protected void poison(Matrix matrix) {
      VectorWidth.poison(matrix);
    }

    @Test
    void operations_anyWidth_giveTheSameBits() {
      List<float[]> here = results(open(1));
      List<float[]> narrow = results(VectorWidth.of(64).open(1));
      for (int i = 0; i < here.size(); i++) {
        assertArrayEquals(narrow.get(i), here.get(i), 0, "result " + i);
      }
    }
  }
}
