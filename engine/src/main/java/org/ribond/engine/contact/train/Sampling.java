package org.ribond.engine.contact.train;

import java.util.List;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.sampling.AllCellsSampler;
import org.ribond.engine.contact.sampling.MapSampler;
import org.ribond.engine.contact.sampling.PairSampler;
import org.ribond.engine.contact.sampling.PaperPlan;
import org.ribond.engine.contact.sampling.PaperSampler;
import org.ribond.engine.contact.sampling.RebalancedSampler;
import org.ribond.engine.contact.sampling.SlicePairSampler;
import org.ribond.engine.network.WindowArchitecture;
import org.ribond.engine.train.TrainingPlan;

/** How the samples of a run are drawn from complexes. */
public sealed interface Sampling {
  /** Bound of the negatives for each contact; most maps have fewer cells for each. */
  int MOST_NEGATIVES = 10_000;

  /** Name by which users ask for it. */
  String name();

  /** In the place of a number of negatives: all that there are. */
  int ALL = 0;

  /** Negatives for each contact, or {@link #ALL}. */
  int negativesPerContact();

  /**
   * The samplers of a run.
   *
   * @param epochs epochs that each member is trained, at most
   * @throws IllegalArgumentException if nothing can be drawn in this way, with the reason
   */
  Samplers of(List<Complex> complexes, WindowArchitecture architecture, int epochs, int seed);

  /** The samplers of a plan's run, with the plan's emphasis. */
  static Samplers of(TrainingPlan<ContactPlan> plan, List<Complex> complexes) {
    ContactPlan own = plan.task();
    Samplers samplers =
        own.sampling().of(complexes, own.architecture(), plan.epochs(), plan.seed());
    Emphasis emphasis = own.emphasis();
    if (emphasis.positiveCopies() == 1 && emphasis.contactWeight() == 1) {
      return samplers;
    }
    return member ->
        new RebalancedSampler(
            samplers.of(member),
            emphasis.positiveCopies(),
            emphasis.contactWeight(),
            plan.seed(),
            member);
  }

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
   * @param negativesPerContact at least 1, or {@link #ALL}, each once ({@link AllCellsSampler})
   */
  record Maps(int negativesPerContact) implements Sampling {
    public Maps {
      if (negativesPerContact != ALL) {
        requireNegatives(negativesPerContact);
      }
    }

    @Override
    public String name() {
      return "map";
    }

    @Override
    public Samplers of(
        List<Complex> complexes, WindowArchitecture architecture, int epochs, int seed) {
      int residues = architecture.windows().get(0).halfWindow();
      int bases = architecture.windows().get(1).halfWindow();
      if (negativesPerContact == ALL) {
        return new AllCellsSampler(complexes, residues, bases, seed)::forMember;
      }
      return new MapSampler(complexes, residues, bases, negativesPerContact, seed)::forMember;
    }
  }

  /**
   * The training sets of arXiv 2511.08648 ({@link PaperSampler}): parts of the list, two in most
   * published runs, and some sets of each in sequence. The optimiser starts afresh with each set.
   *
   * @param negativesPerContact at least 1
   * @param setsPerPart training sets of each part, at least 1
   * @param parts parts of the list, at least 1
   */
  record Paper(int negativesPerContact, int setsPerPart, int parts) implements Sampling {
    public Paper {
      requireNegatives(negativesPerContact);
      requirePositive("sets per part", setsPerPart);
      requirePositive("parts", parts);
    }

    @Override
    public String name() {
      return "paper";
    }

    @Override
    public Samplers of(
        List<Complex> complexes, WindowArchitecture architecture, int epochs, int seed) {
      int window = commonWindow(architecture);
      int sets = parts * setsPerPart;
      if (epochs % sets != 0) {
        throw new IllegalArgumentException(
            "the paper's sampling needs epochs that "
                + sets
                + " training sets share out evenly, not "
                + epochs);
      }
      PaperPlan plan =
          new PaperPlan(window, 1, negativesPerContact, parts, setsPerPart, epochs / sets);
      PaperSampler sampler = new PaperSampler(complexes, plan, seed);
      return sampler::forMember;
    }
  }

  /**
   * What the paper's later code calls folds ({@link SlicePairSampler}): all contacts, and all
   * negatives of two slices of the list. Member k has the k-th pair of slices, or the epochs of
   * every member go round all pairs.
   *
   * @param slices at least 2
   * @param inRounds whether epochs go round the pairs
   */
  record Slices(int slices, boolean inRounds) implements Sampling {
    public Slices {
      if (slices < 2) {
        throw new IllegalArgumentException("slices " + slices + " is not at least 2");
      }
    }

    @Override
    public String name() {
      return inRounds ? "slice-rounds" : "slices";
    }

    @Override
    public int negativesPerContact() {
      return ALL;
    }

    @Override
    public Samplers of(
        List<Complex> complexes, WindowArchitecture architecture, int epochs, int seed) {
      int window = commonWindow(architecture);
      return new SlicePairSampler(complexes, window, slices, 1, inRounds, seed)::forMember;
    }
  }

  private static int commonWindow(WindowArchitecture architecture) {
    int window = architecture.windows().getFirst().length();
    if (architecture.windows().getLast().length() != window) {
      throw new IllegalArgumentException(
          "the paper's sampling needs windows of one length for residues and bases");
    }
    return window;
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
