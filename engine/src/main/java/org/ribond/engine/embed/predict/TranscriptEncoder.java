package org.ribond.engine.embed.predict;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.embed.data.Encoder;
import org.ribond.engine.embed.data.Transcript;
import org.ribond.engine.embed.model.EmbedModel;
import org.ribond.engine.embed.model.View;
import org.ribond.engine.network.ChainNetwork;

/**
 * Makes the vectors of transcripts by a trained encoder, read whole. A vector does not depend on
 * the other transcripts, nor on how many backends share them out. Not thread-safe.
 */
public final class TranscriptEncoder implements Encoder, AutoCloseable {
  /** Bases that a backend takes at a time, unless one transcript has more. */
  private static final int BASES = 1 << 12;

  private final Deque<Runnable> closers = new ArrayDeque<>();
  private final List<ChainNetwork> networks = new ArrayList<>();
  private final ExecutorService pool;
  private final int width;

  /**
   * Puts the encoder on backends, which remain the caller's and work side by side.
   *
   * @param backends at least one, such as one for each thread
   */
  public TranscriptEncoder(List<Backend> backends, EmbedModel model) {
    width = model.width();
    pool = Executors.newFixedThreadPool(backends.size());
    closers.push(pool::shutdown);
    try {
      for (Backend backend : backends) {
        ChainNetwork network =
            new ChainNetwork(backend, model.architecture(), model.weights(), BASES);
        networks.add(network);
        closers.push(network::close);
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public float[][] vectors(List<Transcript> transcripts) {
    List<List<Transcript>> pieces = pieces(transcripts);
    float[][][] found = new float[pieces.size()][][];
    if (networks.size() == 1) {
      // A card's backend is driven by the caller's thread alone.
      for (int i = 0; i < found.length; i++) {
        found[i] = vectors(networks.getFirst(), pieces.get(i));
      }
      return joined(found);
    }
    AtomicInteger next = new AtomicInteger();
    List<Callable<Void>> workers = new ArrayList<>();
    for (ChainNetwork network : networks) {
      workers.add(
          () -> {
            for (int i = next.getAndIncrement(); i < found.length; i = next.getAndIncrement()) {
              found[i] = vectors(network, pieces.get(i));
            }
            return null;
          });
    }
    await(workers);
    return joined(found);
  }

  private static float[][] joined(float[][][] parts) {
    return Arrays.stream(parts).flatMap(Arrays::stream).toArray(float[][]::new);
  }

  private static List<List<Transcript>> pieces(List<Transcript> transcripts) {
    List<List<Transcript>> pieces = new ArrayList<>();
    int from = 0;
    while (from < transcripts.size()) {
      long bases = transcripts.get(from).length();
      int to = from + 1;
      while (to < transcripts.size() && bases + transcripts.get(to).length() <= BASES) {
        bases += transcripts.get(to).length();
        to++;
      }
      pieces.add(transcripts.subList(from, to));
      from = to;
    }
    return pieces;
  }

  private float[][] vectors(ChainNetwork network, List<Transcript> piece) {
    float[] all = network.outputs(View.readings(piece.stream().map(View::whole).toList()));
    float[][] vectors = new float[piece.size()][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = Arrays.copyOfRange(all, i * width, (i + 1) * width);
    }
    return vectors;
  }

  private void await(List<Callable<Void>> workers) {
    try {
      for (Future<Void> worker : pool.invokeAll(workers)) {
        worker.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException("an encoder failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while vectors were made", e);
    }
  }

  @Override
  public void close() {
    while (!closers.isEmpty()) {
      closers.pop().run();
    }
  }
}
