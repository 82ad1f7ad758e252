package org.ribond.engine.fold.train;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.ribond.engine.fold.model.FoldNetwork;
import org.ribond.engine.fold.model.Prior;
import org.ribond.engine.fold.physics.Constraint;
import org.ribond.engine.fold.physics.Partition;
import org.ribond.engine.fold.structure.Structure;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.Readings;
import org.ribond.engine.sequence.Sequence;

/** RNAs of known structure with what physics holds of their pairs. Immutable. */
public final class FoldSamples {
  private final List<Structure> structures;
  private final List<Prior> priors;

  private FoldSamples(List<Structure> structures, List<Prior> priors) {
    this.structures = List.copyOf(structures);
    this.priors = List.copyOf(priors);
  }

  /**
   * Asks physics about each RNA, on all processors.
   *
   * @param architecture of the networks that are to read them; physics is not asked for those that
   *     do not read what it says
   * @param progress is told how many are done
   */
  public static FoldSamples of(
      List<Structure> structures, ChainArchitecture architecture, IntConsumer progress) {
    if (!FoldNetwork.readsPrior(architecture)) {
      return new FoldSamples(structures, List.of());
    }
    Partition partition = new Partition();
    Prior[] priors = new Prior[structures.size()];
    AtomicInteger done = new AtomicInteger();
    IntStream.range(0, priors.length)
        .parallel()
        .forEach(
            i -> {
              Sequence rna = structures.get(i).rna();
              Constraint none = Constraint.none(rna.length());
              priors[i] = Prior.of(partition.probabilities(rna, none));
              synchronized (done) {
                progress.accept(done.incrementAndGet());
              }
            });
    return new FoldSamples(structures, List.of(priors));
  }

  /** Number of RNAs. */
  public int size() {
    return structures.size();
  }

  /** A known structure. */
  Structure structure(int sample) {
    return structures.get(sample);
  }

  /** What physics holds of each RNA's pairs; none where networks do not read that. */
  List<Prior> priors(int sample) {
    return priors.isEmpty() ? List.of() : List.of(priors.get(sample));
  }

  /** Bases of the shortest RNA. */
  int shortest() {
    return structures.stream().mapToInt(each -> each.rna().length()).min().orElse(0);
  }

  /** Bases of the longest RNA. */
  int longest() {
    return structures.stream().mapToInt(each -> each.rna().length()).max().orElse(0);
  }

  /** What a network reads of some. */
  Readings readings(ChainArchitecture architecture, int... samples) {
    List<Sequence> rnas = new ArrayList<>();
    List<Prior> ofRnas = new ArrayList<>();
    for (int sample : samples) {
      rnas.add(structures.get(sample).rna());
      ofRnas.addAll(priors(sample));
    }
    return FoldNetwork.readings(architecture, rnas, ofRnas);
  }
}
