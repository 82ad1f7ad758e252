package org.ribond.engine.fold.predict;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.ribond.engine.file.DataException;
import org.ribond.engine.fold.model.FoldNetwork;
import org.ribond.engine.fold.physics.Decoding;
import org.ribond.engine.fold.physics.PairProbabilities;
import org.ribond.engine.fold.physics.Partition;
import org.ribond.engine.fold.predict.Folded.Method;
import org.ribond.engine.fold.structure.Structure;
import org.ribond.engine.sequence.Sequence;

/**
 * Predicts structures of RNAs, those that networks know by networks, all others by physics. Physics
 * works side by side on as many RNAs as there are threads and memory for; networks read what it
 * says of each, on the caller's thread. The answer for an RNA does not depend on the others.
 */
public final class FoldPredictor implements AutoCloseable {
  /** Results that wait for their turn, for each thread. */
  private static final int AHEAD = 4;

  private final Partition partition = new Partition();
  private final Decoder decoder;
  private final Optional<FoldNetworks> networks;
  private final int threads;
  private final long memory;
  private final ExecutorService executor;

  /** What is to be done on the caller's thread to come to a result. */
  @FunctionalInterface
  private interface Rest {
    Folded folded();
  }

  /** An RNA in work. */
  private record Work(Future<Rest> rest, long bytes) {}

  /** A predictor by physics alone. */
  public FoldPredictor(Decoder decoder, int threads, long memory) {
    this(Optional.empty(), decoder, threads, memory);
  }

  /**
   * A predictor.
   *
   * @param networks those that are asked; their backend must be driven by the caller's thread
   * @param decoder how structures are called by physics
   * @param threads RNAs that are worked on at once, at least 1
   * @param memory bytes that it may take
   */
  public FoldPredictor(Optional<FoldNetworks> networks, Decoder decoder, int threads, long memory) {
    this.networks = networks;
    this.decoder = decoder;
    this.threads = threads;
    this.memory = memory;
    executor = Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory());
  }

  /**
   * Predicts the structure of each RNA, in their order.
   *
   * @param queries read as far as there is room for what they take
   * @param result is given each structure, on this thread
   * @throws DataException if an RNA is too long, or no structure is as its constraint wants it
   */
  public void predict(Iterator<Query> queries, Consumer<Folded> result) {
    Deque<Work> running = new ArrayDeque<>();
    long taken = 0;
    while (queries.hasNext()) {
      Query query = queries.next();
      long bytes = bytes(query.rna());
      while (!running.isEmpty() && (taken + bytes > memory || running.size() >= AHEAD * threads)) {
        taken -= finish(running.removeFirst(), result);
      }
      running.addLast(new Work(executor.submit(() -> begin(query)), bytes));
      taken += bytes;
    }
    while (!running.isEmpty()) {
      finish(running.removeFirst(), result);
    }
  }

  private long bytes(Sequence rna) {
    if (rna.length() > Partition.LONGEST) {
      throw new DataException(
          "record '"
              + rna.name()
              + "' has "
              + rna.length()
              + " bases; the most that can be folded is "
              + Partition.LONGEST);
    }
    long bytes = Partition.bytes(rna.length());
    if (bytes > memory) {
      throw new DataException(
          String.format(
              "record '%s' of %d bases takes %,d MiB of memory and there are %,d: give Java more,"
                  + " such as RIBOND_JAVA_OPTS=-Xmx%dg",
              rna.name(), rna.length(), bytes >> 20, memory >> 20, 2 + (bytes >> 29)));
    }
    return bytes;
  }

  private static long finish(Work work, Consumer<Folded> result) {
    try {
      result.accept(work.rest().get().folded());
      return work.bytes();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** The structure of one RNA, on this thread. */
  public Folded fold(Query query) {
    return begin(query).folded();
  }

  /** Does all that need not be done on the caller's thread. */
  private Rest begin(Query query) {
    Optional<FoldNetworks> asked = networks.filter(each -> each.suits(query));
    boolean needsPhysics =
        asked.isEmpty() || FoldNetwork.readsPrior(asked.get().model().architecture());
    Optional<PairProbabilities> physics =
        needsPhysics
            ? Optional.of(partition.probabilities(query.rna(), query.constraint()))
            : Optional.empty();
    if (asked.isEmpty()) {
      Folded folded = called(query, decoder, physics.get(), Method.PHYSICS);
      return () -> folded;
    }
    FoldNetworks own = asked.get();
    return () ->
        called(
            query,
            own.decoder(),
            own.network().get().probabilities(own.model(), query.rna(), physics),
            Method.NETWORK);
  }

  private static Folded called(
      Query query, Decoder decoder, PairProbabilities probabilities, Method method) {
    Structure structure = decoder.structure(query.rna(), probabilities);
    double accuracy = Decoding.accuracy(structure, probabilities);
    return new Folded(structure, probabilities, accuracy, method);
  }

  /** Ends what is still in work. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
