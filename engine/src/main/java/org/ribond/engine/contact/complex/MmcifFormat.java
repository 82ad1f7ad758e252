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
import java.util.TreeMap;
import org.rcsb.cif.CifIO;
import org.rcsb.cif.model.Column;
import org.rcsb.cif.model.FloatColumn;
import org.rcsb.cif.model.ValueKind;
import org.rcsb.cif.schema.StandardSchemata;
import org.rcsb.cif.schema.mm.AtomSite;
import org.rcsb.cif.schema.mm.EntityPoly;
import org.rcsb.cif.schema.mm.EntityPolySeq;
import org.rcsb.cif.schema.mm.MmCifBlock;
import org.ribond.engine.sequence.Alphabet;

/**
 * Reads mmCIF with ciftools-java. A chain's sequence is that of its entity, observed or not; where
 * a file says nothing of entities, of the observed monomers. Chains have the names of their authors
 * ({@code auth_asym_id}).
 */
final class MmcifFormat {
  private MmcifFormat() {}

  static List<PolymerChain> read(InputStream in) throws IOException {
    MmCifBlock block = CifIO.readFromInputStream(in).as(StandardSchemata.MMCIF).getFirstBlock();
    Map<String, Entity> entities = entities(block);
    List<PolymerChain> chains = new ArrayList<>();
    for (ObservedChain observed : observedChains(block.getAtomSite())) {
      Optional.ofNullable(entities.get(observed.entity))
          .map(entity -> entity.place(observed.builder))
          .orElseGet(observed.builder::build)
          .ifPresent(chains::add);
    }
    return chains;
  }

  /** A polymer's full sequence; components by their number in it, 1-based and without gaps. */
  private record Entity(String type, List<String> components, String canonical) {
    Optional<PolymerChain> place(ChainBuilder builder) {
      Map<String, Integer> placeOfKey = new HashMap<>();
      for (int i = 0; i < components.size(); i++) {
        placeOfKey.put(Integer.toString(i + 1), i);
      }
      return PolymerKind.of(type, components)
          .alphabet()
          .map(alphabet -> builder.build(letters(alphabet), alphabet, placeOfKey));
    }

    /**
     * Codes by the table of monomers; one that it does not know is told by the file's canonical
     * sequence, which is of the same length unless a component stands for several residues.
     */
    private String letters(Alphabet alphabet) {
      StringBuilder letters = new StringBuilder(PolymerKind.letters(components, alphabet));
      if (canonical.length() == letters.length()) {
        for (int i = 0; i < letters.length(); i++) {
          if (Monomer.of(components.get(i)).kind() == Monomer.Kind.OTHER
              && alphabet.code(canonical.charAt(i)) >= 0) {
            letters.setCharAt(i, canonical.charAt(i));
          }
        }
      }
      return letters.toString();
    }
  }

  private static Map<String, Entity> entities(MmCifBlock block) {
    Map<String, TreeMap<Integer, String>> components = new HashMap<>();
    EntityPolySeq sequences = block.getEntityPolySeq();
    for (int row = 0; row < sequences.getRowCount(); row++) {
      // Where a place is heterogeneous, its first component stands for it.
      components
          .computeIfAbsent(sequences.getEntityId().get(row), absent -> new TreeMap<>())
          .putIfAbsent(sequences.getNum().get(row), sequences.getMonId().get(row));
    }
    Map<String, Entity> entities = new HashMap<>();
    EntityPoly polymers = block.getEntityPoly();
    components.forEach(
        (id, byNumber) -> {
          if (byNumber.firstKey() != 1 || byNumber.lastKey() != byNumber.size()) {
            throw new IllegalArgumentException(
                "entity_poly_seq of entity " + id + " is not numbered from 1 without gaps");
          }
          entities.put(id, entity(id, List.copyOf(byNumber.values()), polymers));
        });
    return entities;
  }

  private static Entity entity(String id, List<String> components, EntityPoly polymers) {
    for (int row = 0; row < polymers.getRowCount(); row++) {
      if (polymers.getEntityId().get(row).equals(id)) {
        return new Entity(
            text(polymers.getType(), row),
            components,
            text(polymers.getPdbxSeqOneLetterCodeCan(), row).replaceAll("\\s", ""));
      }
    }
    return new Entity("", components, "");
  }

  /** Atoms of a chain and the entity that it is a copy of. */
  private record ObservedChain(String entity, ChainBuilder builder) {}

  private static List<ObservedChain> observedChains(AtomSite atoms) {
    FloatColumn x = atoms.getCartnX();
    FloatColumn y = atoms.getCartnY();
    FloatColumn z = atoms.getCartnZ();
    if (!x.isDefined() || !y.isDefined() || !z.isDefined()) {
      throw new IllegalArgumentException("it has no atom_site coordinates");
    }
    boolean hasPlaces = atoms.getLabelSeqId().isDefined();
    Column<?> component =
        atoms.getLabelCompId().isDefined() ? atoms.getLabelCompId() : atoms.getAuthCompId();
    Column<?> chain =
        atoms.getLabelAsymId().isDefined() ? atoms.getLabelAsymId() : atoms.getAuthAsymId();
    String model = text(atoms.getPdbxPDBModelNum(), 0);
    Map<String, ObservedChain> chains = new LinkedHashMap<>();
    Set<String> names = new HashSet<>();
    for (int row = 0; row < atoms.getRowCount(); row++) {
      String place = text(atoms.getLabelSeqId(), row);
      String name = text(component, row);
      boolean polymer =
          hasPlaces ? !place.isEmpty() : Monomer.of(name).kind() != Monomer.Kind.OTHER;
      if (!polymer || !text(atoms.getPdbxPDBModelNum(), row).equals(model)) {
        continue;
      }
      String label = text(chain, row);
      ObservedChain observed = chains.get(label);
      if (observed == null) {
        String entity = hasPlaces ? text(atoms.getLabelEntityId(), row) : "";
        observed =
            new ObservedChain(
                entity,
                new ChainBuilder(uniqueName(text(atoms.getAuthAsymId(), row), label, names)));
        chains.put(label, observed);
      }
      observed.builder.add(
          hasPlaces
              ? place
              : text(atoms.getAuthSeqId(), row) + text(atoms.getPdbxPDBInsCode(), row),
          name,
          text(atoms.getTypeSymbol(), row),
          text(atoms.getLabelAltId(), row),
          coordinate(x, row),
          coordinate(y, row),
          coordinate(z, row));
    }
    return List.copyOf(chains.values());
  }

  /** A coordinate in angstrom, or NaN where the file gives none. */
  private static double coordinate(FloatColumn column, int row) {
    return column.getValueKind(row) == ValueKind.PRESENT ? column.get(row) : Double.NaN;
  }

  /** The author's name of a chain, unless it has none or another polymer took that name. */
  private static String uniqueName(String author, String label, Set<String> names) {
    String name = author.isEmpty() ? label : author;
    if (!names.add(name)) {
      name = author + "-" + label;
      names.add(name);
    }
    return name;
  }

  /** A value as text; empty if it is absent, unknown ({@code ?}) or not applicable ({@code .}). */
  private static String text(Column<?> column, int row) {
    if (!column.isDefined()) {
      return "";
    }
    return switch (column.getValueKind(row)) {
      case PRESENT -> column.getStringData(row);
      case NOT_PRESENT, UNKNOWN -> "";
    };
  }
}
