package org.ribond.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.Set;
import org.ribond.cli.command.RibondCommand;
import org.ribond.cli.terminal.ClosedPipeException;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.InterruptedRunException;
import org.ribond.cli.terminal.Interruption;
import org.ribond.cli.terminal.Messages;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.compute.ComputeException;
import org.ribond.engine.file.DataException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Entry point: runs one command and maps what goes wrong to one line and an exit code. */
public final class Main {
  /**
   * Names the file descriptor of the user's standard error. The launcher sends descriptor 2 to
   * nowhere while the virtual machine starts, because it announces incubator modules there and has
   * no switch against it.
   */
  private static final String STDERR_PROPERTY = "ribond.stderr";

  private Main() {}

  /** Runs the command that {@code args} name and exits with its code. */
  public static void main(String[] args) {
    restoreStandardError();
    Interruption interruption = new Interruption();
    int code = run(args, interruption);
    System.out.flush();
    interruption.exit(code);
  }

  private static int run(String[] args, Interruption interruption) {
    CommandLine line = RibondCommand.line(args, interruption);
    line.setParameterExceptionHandler(Main::usage);
    line.setExecutionExceptionHandler((e, command, parsed) -> failure(e, command));
    try {
      return line.execute(args);
    } catch (ClosedPipeException e) {
      return ExitCode.DONE;
    } catch (OutOfMemoryError e) {
      return report(
          "out of memory (" + e.getMessage() + "): give more by RIBOND_JAVA_OPTS=-Xmx8g, say", 1);
    } catch (Error e) {
      // Whatever it is: a run that can be interrupted waits for the program's exit code.
      return report("internal error: " + e, 1);
    }
  }

  private static int usage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    Messages.error(
        complaint(e) + " (see '" + command.getCommandSpec().qualifiedName() + " --help')");
    return ExitCode.USAGE;
  }

  private static String complaint(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
      String argument = "'" + unmatched.getUnmatched().getFirst() + "'";
      Set<String> commands = e.getCommandLine().getSubcommands().keySet();
      return commands.isEmpty()
          ? "argument " + argument + " is one too many"
          : argument + " is no command; there are " + String.join(", ", commands);
    }
    return e.getMessage().lines().findFirst().orElse("wrong usage");
  }

  private static int failure(Exception e, CommandLine command) {
    boolean debug =
        command.getParseResult() != null && command.getParseResult().hasMatchedOption("--debug");
    if (debug) {
      e.printStackTrace();
    }
    return switch (e) {
      case ClosedPipeException closed -> ExitCode.DONE;
      case UsageException usage -> report(usage.getMessage(), ExitCode.USAGE);
      case DataException data -> report(data.getMessage(), ExitCode.DATA);
      case ComputeException device -> report(device.getMessage(), ExitCode.DEVICE);
      case InvalidPathException path ->
          report("'" + path.getInput() + "' is no file name: " + path.getReason(), ExitCode.DATA);
      case InterruptedRunException stop -> report(stop.getMessage(), ExitCode.INTERRUPTED);
      default -> report("internal error: " + e + (debug ? "" : " (--debug shows where)"), 1);
    };
  }

  private static int report(String message, int code) {
    Messages.error(message);
    return code;
  }

  private static void restoreStandardError() {
    Integer number = Integer.getInteger(STDERR_PROPERTY);
    if (number == null) {
      return;
    }
    try {
      Constructor<FileDescriptor> constructor =
          FileDescriptor.class.getDeclaredConstructor(int.class);
      constructor.setAccessible(true);
      FileOutputStream stream = new FileOutputStream(constructor.newInstance(number));
      System.setErr(new PrintStream(stream, true, StandardCharsets.UTF_8));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("descriptor " + number + " cannot become standard error", e);
    }
  }
}
