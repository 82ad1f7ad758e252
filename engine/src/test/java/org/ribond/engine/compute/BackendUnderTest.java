package org.ribond.engine.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;

/** Names, starts and stops the backend that a contract is checked on. */
public abstract class BackendUnderTest {
  private Backend backend;

  /** For the subclass of each backend. */
  protected BackendUnderTest() {}

  /** Name of the backend, as {@code -Drequire.backend} would have it. */
  protected abstract String name();

  /** Why the backend cannot run on this machine, if so; an error where the backend is required. */
  protected abstract Optional<String> missing();

  /** Why this variant of the backend has no place on this machine, if so. */
  protected Optional<String> inapplicable() {
    return Optional.empty();
  }

  /** Starts the backend. */
  protected abstract Backend open(int threads);

  /** Fills the padding of a matrix with NaN where the backend lets tests at it. */
  protected void poison(Matrix matrix) {}

  @BeforeEach
  void start() {
    missing()
        .ifPresent(
            reason -> {
              assertNotEquals(name(), System.getProperty("require.backend"), reason);
              skip(reason);
            });
    inapplicable().ifPresent(this::skip);
    backend = open(2);
    assertEquals(name(), backend.name());
  }

  private void skip(String reason) {
    String message = getClass().getSimpleName() + " skipped: " + reason;
    System.out.println(message);
    Assumptions.abort(message);
  }

  @AfterEach
  void stop() {
    if (backend != null) {
      backend.close();
    }
  }

  /** The running backend. */
  final Backend backend() {
    return backend;
  }

  final Parity parity() {
    return new Parity(backend, this::poison);
  }

  static <T extends Enum<T>> T pick(T[] values, SplittableRandom random) {
    return values[random.nextInt(values.length)];
  }

  static Dropout dropout(SplittableRandom random) {
    float rate = new float[] {0, 0.5f, 0.3f, 0.9f}[random.nextInt(4)];
    return rate == 0
        ? Dropout.NONE
        : new Dropout(
            rate,
            random.nextInt(),
            random.nextInt(100),
            random.nextInt(5),
            random.nextInt(1, 1000),
            random.nextInt(5000));
  }

  /** An epilogue on one side, with or without a bias. */
  static Epilogue epilogue(
      Parity.Side side,
      boolean biased,
      Parity.Operand bias,
      Activation activation,
      Dropout dropout) {
    return new Epilogue(
        biased ? Optional.of(side.of(bias)) : Optional.empty(), side.of(activation), dropout);
  }
}
