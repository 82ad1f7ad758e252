package org.ribond.engine.contact.complex;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.LineReader;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.FastaReader;
import org.ribond.engine.sequence.Sequence;

/**
 * Reads the data layout of PRactIP (Kashiwagi, Sato, Sakakibara, BMC Bioinformatics 2015, 16, 9): a
 * list whose lines name five files of a pair, separated by blanks:
 *
 * <pre>{@code protein.fa protein.ss rna.fa rna.ss contacts.dat}</pre>
 *
 * <p>The second and fourth (secondary structures) are not read. A contact file has a line {@code
 * residue base} for each contact, both 0-based.
 */
public final class PractipList {
  private static final int FIELDS = 5;

  /**
   * A PDB id and a chain in the name of a FASTA record, such as {@code 1asy_A} or {@code 1ASY:A}.
   */
  private static final Pattern PDB_CHAIN = Pattern.compile("([0-9][A-Za-z0-9]{3})[_:-](\\w+)");

  private PractipList() {}

  /**
   * All complexes of a list.
   *
   * @param list file with the list, or {@code -}
   * @param root folder that the list's names start from
   * @param cutoff cut-off that the contacts were made with, in angstrom; the layout does not say it
   * @throws DataException if a file cannot be read or is not what it should be
   */
  public static List<Complex> read(String list, Path root, double cutoff) {
    List<Complex> complexes = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    try (LineReader lines = LineReader.open(list)) {
      while (lines.next()) {
        String line = lines.line().strip();
        if (line.isEmpty()) {
          continue;
        }
        String[] fields = line.split("\\s+", -1);
        if (fields.length != FIELDS) {
          throw new DataException(
              list
                  + ": line "
                  + lines.number()
                  + ": has "
                  + fields.length
                  + " fields; expected 5: protein.fa protein.ss rna.fa rna.ss contacts.dat");
        }
        Sequence protein = only(root.resolve(fields[0]), Alphabet.PROTEIN);
        Sequence rna = only(root.resolve(fields[2]), Alphabet.RNA);
        Set<Contact> contacts = contacts(root.resolve(fields[4]), protein, rna);
        Complex complex = complex(protein, rna, contacts, cutoff);
        if (!ids.add(complex.id())) {
          throw new DataException(
              list
                  + ": line "
                  + lines.number()
                  + ": a second pair '"
                  + complex.id()
                  + "'; the names of the FASTA records must tell pairs apart");
        }
        complexes.add(complex);
      }
    }
    if (complexes.isEmpty()) {
      throw new DataException(list + ": is empty; expected lines of five file names");
    }
    return complexes;
  }

  private static Complex complex(
      Sequence protein, Sequence rna, Set<Contact> contacts, double cutoff) {
    Matcher proteinName = PDB_CHAIN.matcher(protein.name());
    Matcher rnaName = PDB_CHAIN.matcher(rna.name());
    boolean pdb =
        proteinName.matches()
            && rnaName.matches()
            && proteinName.group(1).equalsIgnoreCase(rnaName.group(1));
    String structure = pdb ? StructureFile.structureName(proteinName.group(1)) : protein.name();
    Chain proteinChain =
        new Chain(pdb ? proteinName.group(2) : protein.name(), protein, new BitSet());
    Chain rnaChain = new Chain(pdb ? rnaName.group(2) : rna.name(), rna, new BitSet());
    String id =
        pdb
            ? structure + "_" + proteinChain.name() + "_" + rnaChain.name()
            : protein.name() + "_" + rna.name();
    return new Complex(
        id, structure, proteinChain, rnaChain, List.copyOf(contacts), cutoff, Optional.empty());
  }

  private static Sequence only(Path file, Alphabet alphabet) {
    List<Sequence> sequences = FastaReader.readAll(file.toString(), alphabet);
    if (sequences.size() != 1) {
      throw new DataException(
          file + ": has " + sequences.size() + " records; expected the one of the pair");
    }
    return sequences.getFirst();
  }

  private static Set<Contact> contacts(Path file, Sequence protein, Sequence rna) {
    Set<Contact> contacts = new TreeSet<>();
    try (LineReader lines = LineReader.open(file.toString())) {
      while (lines.next()) {
        String line = lines.line().strip();
        if (!line.isEmpty()) {
          try {
            contacts.add(contact(line, protein, rna));
          } catch (IllegalArgumentException e) {
            throw new DataException(file + ": line " + lines.number() + ": " + e.getMessage(), e);
          }
        }
      }
    }
    return contacts;
  }

  private static Contact contact(String line, Sequence protein, Sequence rna) {
    String[] fields = line.split("\\s+", -1);
    if (fields.length != 2 || !fields[0].matches("\\d{1,9}") || !fields[1].matches("\\d{1,9}")) {
      throw new IllegalArgumentException(
          "'" + line + "' is no contact; expected two whole numbers, residue and base, from 0");
    }
    Contact contact = new Contact(Integer.parseInt(fields[0]), Integer.parseInt(fields[1]));
    if (contact.residue() >= protein.length() || contact.base() >= rna.length()) {
      throw new IllegalArgumentException(
          "contact ["
              + contact.residue()
              + ", "
              + contact.base()
              + "] is outside "
              + protein.length()
              + " residues x "
              + rna.length()
              + " bases, counted from 0");
    }
    return contact;
  }
}
