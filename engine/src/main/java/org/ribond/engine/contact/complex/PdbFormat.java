package org.ribond.engine.contact.complex;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.biojava.nbio.structure.Atom;
import org.biojava.nbio.structure.Group;
import org.biojava.nbio.structure.Structure;
import org.biojava.nbio.structure.chem.ChemCompGroupFactory;
import org.biojava.nbio.structure.chem.ReducedChemCompProvider;
import org.biojava.nbio.structure.io.FileParsingParameters;
import org.biojava.nbio.structure.io.PDBFileParser;

/**
 * Reads the PDB format with BioJava, which tells polymers from ligands and waters with and without
 * {@code TER} records. A chain's sequence is that of its {@code SEQRES} records where the observed
 * monomers fit into it in order, else of the observed monomers alone.
 */
final class PdbFormat {
  private PdbFormat() {}

  static List<PolymerChain> read(InputStream in) throws IOException {
    FileParsingParameters parameters = new FileParsingParameters();
    parameters.setAlignSeqRes(true);
    parameters.setCreateAtomBonds(false);
    parameters.setParseBioAssembly(false);
    PDBFileParser parser = new PDBFileParser();
    parser.setFileParsingParameters(parameters);
    // BioJava has one provider a process; its default one would download components.
    ChemCompGroupFactory.setChemCompProvider(new ReducedChemCompProvider());
    Structure structure = parser.parsePDBFile(in);
    if (structure.nrModels() == 0) {
      return List.of();
    }

    Map<String, List<org.biojava.nbio.structure.Chain>> byName = new LinkedHashMap<>();
    for (var chain : structure.getPolyChains(0)) {
      byName.computeIfAbsent(chain.getName(), absent -> new ArrayList<>()).add(chain);
    }
    List<PolymerChain> chains = new ArrayList<>();
    byName.forEach((name, parts) -> build(name, parts).ifPresent(chains::add));
    return chains;
  }

  private static Optional<PolymerChain> build(
      String name, List<org.biojava.nbio.structure.Chain> parts) {
    ChainBuilder builder = new ChainBuilder(name);
    List<String> sequence = new ArrayList<>();
    Map<String, Integer> placeOfKey = new HashMap<>();
    for (var part : parts) {
      for (Group group : part.getAtomGroups()) {
        addAtoms(group, builder);
      }
      for (Group group : part.getSeqResGroups()) {
        if (group.getResidueNumber() != null) {
          placeOfKey.put(key(group), sequence.size());
        }
        sequence.add(component(group));
      }
    }
    if (!placeOfKey.keySet().containsAll(builder.keys())) {
      return builder.build();
    }
    return PolymerKind.of(sequence)
        .alphabet()
        .map(
            alphabet ->
                builder.build(PolymerKind.letters(sequence, alphabet), alphabet, placeOfKey));
  }

  /**
   * Adds the atoms of a group. BioJava joins neighbours of one number into one group and drops the
   * names of all but the first: files that lost their insertion codes have such. A repeated atom
   * begins a monomer of its own, whose letter is unknown.
   */
  private static void addAtoms(Group group, ChainBuilder builder) {
    String key = key(group);
    String component = component(group);
    Set<String> met = new HashSet<>();
    int joined = 0;
    for (Atom atom : group.getAtoms()) {
      String conformer = atom.getAltLoc() == null ? "" : atom.getAltLoc().toString().strip();
      if (!met.add(atom.getName() + "/" + conformer)) {
        joined++;
        key = key(group) + "+" + joined;
        component = "";
        met.clear();
        met.add(atom.getName() + "/" + conformer);
      }
      builder.add(
          key,
          component,
          atom.getElement().name(),
          conformer,
          atom.getX(),
          atom.getY(),
          atom.getZ());
    }
  }

  /** Number and insertion code. */
  private static String key(Group group) {
    return group.getResidueNumber().toString();
  }

  private static String component(Group group) {
    return group.getPDBName().strip();
  }
}
