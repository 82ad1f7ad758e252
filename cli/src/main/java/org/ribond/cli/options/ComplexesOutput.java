package org.ribond.cli.options;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.ribond.cli.terminal.Output;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.ComplexesFile;
import picocli.CommandLine.Option;

/** Where a command writes complexes. */
public final class ComplexesOutput {
  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description =
          "Complexes file to write, packed if it is named *.gz (default: standard output).")
  Optional<Path> out = Optional.empty();

  private boolean isStandardOutput() {
    return out.isEmpty() || out.get().toString().equals("-");
  }

  /** Refuses to mix complexes and a summary on standard output, and a file that cannot be. */
  public void check(CommonOptions common) {
    if (common.json() && isStandardOutput()) {
      throw new UsageException(
          "--json writes its summary to standard output: name a file by --out");
    }
    Output.check(out);
  }

  /** Writes {@code complexes}. */
  public void write(List<Complex> complexes) {
    if (isStandardOutput()) {
      Output.writeBytes(out, stream -> ComplexesFile.write(stream, complexes));
    } else {
      ComplexesFile.write(out.get(), complexes);
    }
  }
}
