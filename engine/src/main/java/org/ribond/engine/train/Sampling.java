package org.ribond.engine.train;

import java.util.List;
import org.ribond.engine.complex.Complex;
import org.ribond.engine.network.Architecture;
import org.ribond.engine.sampling.MapSampler;
import org.ribond.engine.sampling.PairSampler;
import org.ribond.engine.sampling.PaperPlan;
import org.ribond.engine.sampling.PaperSampler;

/** How the samples of a run are drawn from complexes. */
public sealed interface Sampling {
  /** Bound of the negatives for each contact; most maps have fewer cells for each. */
  int MOST_NEGATIVES = 10_000;

  /** Name by which users ask for it. */
  String name();

  /** Negatives for each contact. */
  int negativesPerContact();

  /**
   * The samplers of a run.
   *
   * @param epochs epochs that each member is trained, at most
   * @throws IllegalArgumentException if nothing can be drawn in this way, with the reason
   */
  Samplers of(List<Complex> complexes, Architecture architecture, int epochs, int seed);

  /** The sampler of each ensemble member. */
  @FunctionalInterface
  interface Samplers {
    /** The sampler of {@code member}, from 0. */
    PairSampler of(int member);
  }

  /**
   * Whole maps: all contacts, and fresh negatives of the same maps in each epoch ({@link
   * MapSampler}).
   *
   * @param negativesPerContact at least 1
   */
  record Maps(int negativesPerContact) implements Sampling {
    public Maps {
      requireNegatives(negativesPerContact);
    }

    @Override
    public String name() {
      return "map";
    }

    @Override
    public Samplers of(List<Complex> complexes, Architecture architecture, int epochs, int seed) {
      MapSampler sampler =
          new MapSampler(
              complexes,
              architecture.windows().get(0).halfWindow(),
              architecture.windows().get(1).halfWindow(),
              negativesPerContact,
              seed);
      return sampler::forMember;
    }
  }

  /**
   * The training sets of arXiv 2511.08648 ({@link PaperSampler}): two halves of the list, some sets
   * of each in sequence. The optimiser starts afresh with each set.
   *
   * @param negativesPerContact at least 1
   * @param setsPerHalf training sets of each half, at least 1
   */
  record Paper(int negativesPerContact, int setsPerHalf) implements Sampling {
    private static final int HALVES = 2;

    public Paper {
      requireNegatives(negativesPerContact);
      requirePositive("sets per half", setsPerHalf);
    }

    @Override
    public String name() {
      return "paper";
    }

    @Override
    public Samplers of(List<Complex> complexes, Architecture architecture, int epochs, int seed) {
      int window = architecture.windows().getFirst().length();
      int sets = HALVES * setsPerHalf;
      if (architecture.windows().getLast().length() != window) {
        throw new IllegalArgumentException(
            "the paper's sampling needs windows of one length for residues and bases");
      }
      if (epochs % sets != 0) {
        throw new IllegalArgumentException(
            "the paper's sampling needs epochs that "
                + sets
                + " training sets share out evenly, not "
                + epochs);
      }
      PaperPlan plan =
          new PaperPlan(window, 1, negativesPerContact, HALVES, setsPerHalf, epochs / sets);
      PaperSampler sampler = new PaperSampler(complexes, plan, seed);
      return sampler::forMember;
    }
  }

  private static void requireNegatives(int negativesPerContact) {
    requirePositive("negatives per contact", negativesPerContact);
    if (negativesPerContact > MOST_NEGATIVES) {
      throw new IllegalArgumentException(
          "negatives per contact " + negativesPerContact + " are more than " + MOST_NEGATIVES);
    }
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " " + value + " is not at least 1");
    }
  }
}
