package org.ribond.cli.terminal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets a run that can be resumed end in its own way when the user stops the program (Ctrl-C, or the
 * signal to terminate) instead of at once. The virtual machine answers these signals by its
 * shutdown; a run that waits for them holds it up until the program has its exit code.
 */
public final class Interruption {
  private final AtomicBoolean asked = new AtomicBoolean();
  private final AtomicBoolean waiting = new AtomicBoolean();
  private final AtomicBoolean hooked = new AtomicBoolean();
  private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

  /**
   * From now on a stop is told of in one line and has its own exit code. There is nothing yet that
   * would be lost, so the program ends at once.
   */
  public void announce() {
    if (!hooked.getAndSet(true)) {
      Runtime.getRuntime().addShutdownHook(new Thread(this::hold, "interruption"));
    }
  }

  /** From now on the program ends through {@link #exit} alone. Waiting again changes nothing. */
  public void await() {
    waiting.set(true);
    announce();
  }

  private void hold() {
    if (exitCode.isDone()) {
      return;
    }
    asked.set(true);
    int code = ExitCode.INTERRUPTED;
    if (waiting.get()) {
      code = exitCode.join();
    } else {
      Messages.error("interrupted before training began; the same command starts again");
    }
    System.err.flush();
    // The virtual machine's own exit code, 128 and the signal, would hide that of the program.
    Runtime.getRuntime().halt(code);
  }

  /** Whether the user wants the program to stop. */
  public boolean isAsked() {
    return asked.get();
  }

  /** Ends the program. */
  public void exit(int code) {
    exitCode.complete(code);
    System.exit(code);
  }
}
