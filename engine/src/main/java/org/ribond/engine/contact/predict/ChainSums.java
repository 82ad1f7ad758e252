package org.ribond.engine.contact.predict;

import java.util.ArrayList;
import java.util.List;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.network.MapNetwork;
import org.ribond.engine.network.WindowSums;
import org.ribond.engine.sequence.Sequence;

/**
 * First-layer sums of a stretch of a chain, those of each member.
 *
 * @param members the sums, owned by this
 */
record ChainSums(List<WindowSums> members) implements AutoCloseable {
  /** Sums of the positions from {@code first} on, {@code count} of them. */
  static ChainSums of(
      Backend backend,
      List<MapNetwork> networks,
      int window,
      Sequence chain,
      int first,
      int count) {
    int halfWindow =
        networks.stream()
            .mapToInt(network -> network.architecture().windows().get(window).halfWindow())
            .max()
            .orElseThrow();
    int unknown = networks.getFirst().architecture().windows().get(window).alphabet();
    int[] codes = new int[count + 2 * halfWindow];
    int[] centres = new int[count];
    for (int i = 0; i < codes.length; i++) {
      int place = first - halfWindow + i;
      boolean inside = place >= 0 && place < chain.length();
      codes[i] = inside ? chain.code(place) : unknown;
    }
    for (int i = 0; i < count; i++) {
      centres[i] = halfWindow + i;
    }
    List<WindowSums> sums = new ArrayList<>();
    try (Ints letters = backend.allocateInts(codes.length);
        Ints positions = backend.allocateInts(count)) {
      backend.upload(codes, letters);
      backend.upload(centres, positions);
      for (MapNetwork network : networks) {
        sums.add(network.windowSums(window, letters, positions));
      }
      // The letters are given back here, so the sums must be done with them.
      backend.synchronize();
      return new ChainSums(List.copyOf(sums));
    } catch (RuntimeException e) {
      sums.forEach(WindowSums::close);
      throw e;
    }
  }

  /** Number of positions. */
  int positions() {
    return members.getFirst().positions();
  }

  long bytes() {
    return members.stream().mapToLong(WindowSums::bytes).sum();
  }

  @Override
  public void close() {
    members.forEach(WindowSums::close);
  }
}
