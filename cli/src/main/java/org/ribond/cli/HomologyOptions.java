package org.ribond.cli;

import org.ribond.engine.sequence.homology.HomologyRule;
import picocli.CommandLine.Option;

/** Options of commands that align chains. */
final class HomologyOptions {
  @Option(
      names = "--identity",
      paramLabel = "PART",
      description =
          "Proteins are homologous from this identity of their best local alignment of 40 bits or"
              + " more (default: ${DEFAULT-VALUE}).")
  private double identity = HomologyRule.DEFAULT.proteinIdentity();

  @Option(
      names = "--rna-identity",
      paramLabel = "PART",
      description =
          "RNAs are homologous from this identity over 20 columns and half of the shorter"
              + " (default: ${DEFAULT-VALUE}).")
  private double rnaIdentity = HomologyRule.DEFAULT.rnaIdentity();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to align on (default: all processors).")
  private int threads = Runtime.getRuntime().availableProcessors();

  HomologyRule rule() {
    try {
      return new HomologyRule(identity, rnaIdentity);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--identity and --rna-identity: " + e.getMessage());
    }
  }

  int threads() {
    if (threads < 1 || threads > BackendChoice.MOST_THREADS) {
      throw new UsageException(
          "--threads " + threads + " is not from 1 to " + BackendChoice.MOST_THREADS);
    }
    return threads;
  }
}
