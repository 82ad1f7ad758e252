package org.ribond.engine.contact.tower;

import java.util.ArrayList;
import java.util.List;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.file.DataException;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.ChainNetwork;
import org.ribond.engine.network.ChainTargets;
import org.ribond.engine.network.Readings;
import org.ribond.engine.network.Tower;
import org.ribond.engine.network.TowersArchitecture;
import org.ribond.engine.network.Weights;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

/** The networks of a model on a backend. Not thread-safe. */
public final class Towers implements AutoCloseable {
  private static final int COLUMNS = ChainTargets.Sites.COLUMNS;

  private final List<ChainNetwork> ofResidues = new ArrayList<>();
  private final List<ChainNetwork> ofBases = new ArrayList<>();

  /**
   * Puts the members of a model on {@code backend}.
   *
   * @throws DataException if they do not read residues and bases
   * @throws org.ribond.engine.compute.DeviceMemoryException if the device has not enough memory
   */
  public Towers(TowersArchitecture architecture, List<Weights> members, Backend backend) {
    check(architecture.residues(), Alphabet.PROTEIN, ChainNumbers.OF_RESIDUE);
    check(architecture.bases(), Alphabet.RNA, ChainNumbers.OF_BASE);
    try {
      for (Weights weights : members) {
        ofResidues.add(
            new ChainNetwork(
                backend, architecture.residues(), weights.part(TowersArchitecture.RESIDUES)));
        ofBases.add(
            new ChainNetwork(
                backend, architecture.bases(), weights.part(TowersArchitecture.BASES)));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static void check(ChainArchitecture part, Alphabet alphabet, int numbers) {
    int given = ((Tower) part.family()).given();
    if (part.alphabet() != alphabet.size() || (given != 0 && given != numbers)) {
      throw new DataException(
          "the model's network of "
              + part.alphabet()
              + " letters and "
              + given
              + " numbers for each is none of "
              + alphabet);
    }
  }

  /** What networks of {@code architecture} read of some chains of one kind. */
  public static Readings readings(ChainArchitecture architecture, List<Sequence> chains) {
    List<int[]> codes = new ArrayList<>();
    List<float[]> numbers = new ArrayList<>();
    boolean isGiven = ((Tower) architecture.family()).given() > 0;
    for (Sequence chain : chains) {
      int[] own = new int[chain.length()];
      for (int i = 0; i < own.length; i++) {
        own[i] = chain.code(i);
      }
      codes.add(own);
      if (isGiven) {
        numbers.add(
            chain.alphabet() == Alphabet.PROTEIN
                ? ChainNumbers.residues(chain)
                : ChainNumbers.bases(chain));
      }
    }
    return Readings.numbered(codes, numbers);
  }

  /** Number of networks of either kind. */
  public int members() {
    return ofResidues.size();
  }

  /**
   * What each member holds of a chain, at least one letter long.
   *
   * @throws DataException if the weights are so large that a value is no number
   */
  public List<ChainValues> values(Sequence chain) {
    List<ChainNetwork> networks = chain.alphabet() == Alphabet.PROTEIN ? ofResidues : ofBases;
    Readings readings = readings(networks.getFirst().architecture(), List.of(chain));
    List<ChainValues> made = new ArrayList<>();
    for (ChainNetwork network : networks) {
      made.add(values(network.outputs(readings)));
    }
    return List.copyOf(made);
  }

  private static ChainValues values(float[] outputs) {
    double[] where = new double[outputs.length / COLUMNS];
    double[] binds = new double[where.length];
    for (int i = 0; i < where.length; i++) {
      where[i] = outputs[i * COLUMNS];
      binds[i] = outputs[i * COLUMNS + 1];
      if (!Double.isFinite(where[i] + binds[i])) {
        throw new DataException(
            "the model gives scores that are no numbers: its weights are too large");
      }
    }
    return new ChainValues(where, binds).centred();
  }

  /** The mean of what members hold of a chain. */
  public static ChainValues mean(List<ChainValues> members) {
    if (members.size() == 1) {
      return members.getFirst();
    }
    int length = members.getFirst().length();
    double[] where = new double[length];
    double[] binds = new double[length];
    for (ChainValues member : members) {
      for (int i = 0; i < length; i++) {
        where[i] += member.where()[i] / members.size();
        binds[i] += member.binds()[i] / members.size();
      }
    }
    return new ChainValues(where, binds).centred();
  }

  /** Gives the memory back; the backend stays open. Closing twice is harmless. */
  @Override
  public void close() {
    ofResidues.forEach(ChainNetwork::close);
    ofBases.forEach(ChainNetwork::close);
  }
}
