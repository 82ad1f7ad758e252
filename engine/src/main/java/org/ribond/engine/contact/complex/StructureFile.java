package org.ribond.engine.contact.complex;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.FileError;
import org.ribond.engine.file.InputFile;

/**
 * Complexes of a structure's file, PDB or mmCIF, plain or gzip, each known by content.
 *
 * <p>Of the first model and of the first alternate conformer of each residue, all pairs of a
 * protein chain and an RNA chain are looked at. A residue and a base are in contact if two of their
 * atoms, hydrogen left aside, are at most the cut-off apart. Nothing is fetched from a network.
 */
public final class StructureFile {
  /** Cut-off of a contact unless another is asked for, in angstrom. */
  public static final double DEFAULT_CUTOFF = 3.5;

  /** A PDB id, alone or in the name of a wwPDB file such as {@code pdb1abc.ent.gz}. */
  private static final Pattern PDB_ID =
      Pattern.compile("(?:pdb)?([0-9][a-z0-9]{3})", Pattern.CASE_INSENSITIVE);

  private static final int HEAD_BYTES = 1 << 13;

  private StructureFile() {}

  /**
   * The complexes of {@code file} with at least {@code minContacts} contacts, in the order of the
   * file's chains.
   *
   * @param cutoff largest distance of a contact in angstrom, above zero
   * @param minContacts fewest contacts of a complex, at least 0
   * @throws DataException if the file cannot be read or is no structure
   */
  public static List<Complex> complexes(String file, double cutoff, int minContacts) {
    if (!(cutoff > 0 && cutoff < Double.POSITIVE_INFINITY) || minContacts < 0) {
      throw new IllegalArgumentException(
          "cut-off " + cutoff + " must be above 0, fewest contacts " + minContacts + " at least 0");
    }
    List<PolymerChain> chains = chains(file);
    String structure = structureName(file);
    List<PolymerChain> rnas = chains.stream().filter(chain -> !chain.isProtein()).toList();
    AtomIndex index = new AtomIndex(rnas, cutoff);
    List<Complex> complexes = new ArrayList<>();
    for (PolymerChain protein : chains) {
      if (!protein.isProtein()) {
        continue;
      }
      List<List<Contact>> contacts = index.contacts(protein);
      for (int i = 0; i < rnas.size(); i++) {
        if (contacts.get(i).size() >= minContacts) {
          Chain rna = rnas.get(i).chain();
          complexes.add(
              new Complex(
                  structure + "_" + protein.chain().name() + "_" + rna.name(),
                  structure,
                  protein.chain(),
                  rna,
                  contacts.get(i),
                  cutoff,
                  Optional.empty()));
        }
      }
    }
    return complexes;
  }

  /**
   * Name of the structure in a file: the file's name up to its first dot, a PDB id in lower case.
   */
  static String structureName(String file) {
    if (file.equals(InputFile.STDIN)) {
      return "stdin";
    }
    String name = Path.of(file).getFileName().toString();
    int dot = name.indexOf('.', 1);
    String stem = dot < 0 ? name : name.substring(0, dot);
    Matcher id = PDB_ID.matcher(stem);
    return id.matches() ? id.group(1).toLowerCase(Locale.ROOT) : stem;
  }

  /** The protein and RNA chains of a file. */
  static List<PolymerChain> chains(String file) {
    String head = "";
    try (InputStream in = new BufferedInputStream(InputFile.open(file), 1 << 16)) {
      in.mark(HEAD_BYTES);
      head = new String(in.readNBytes(HEAD_BYTES), StandardCharsets.ISO_8859_1);
      in.reset();
      List<PolymerChain> chains =
          switch (format(head)) {
            case MMCIF -> MmcifFormat.read(in);
            case PDB -> PdbFormat.read(in);
            case EMPTY -> throw new DataException(file + ": is empty; expected a structure");
            case NEITHER ->
                throw new DataException(
                    file + ": is no structure: neither PDB records nor an mmCIF data block");
          };
      if (chains.isEmpty()) {
        throw new DataException(file + ": has no atoms of a protein or an RNA");
      }
      return chains;
    } catch (IOException e) {
      throw unreadable(file, e);
    } catch (UncheckedIOException e) {
      throw unreadable(file, e.getCause());
    } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
      throw new DataException(file + ": " + fault(file, format(head), e), e);
    }
  }

  /** What is wrong with a file on which its reader gave up with {@code e}. */
  private static String fault(String file, Format format, RuntimeException e) {
    Optional<String> line =
        file.equals(InputFile.STDIN)
            ? Optional.empty()
            : format == Format.PDB
                ? BrokenStructure.pdbLine(file)
                : BrokenStructure.mmcifLine(file);
    return line.orElseGet(() -> "is a broken structure file: " + firstLine(e));
  }

  private static DataException unreadable(String file, IOException e) {
    return new DataException(file + ": " + FileError.complaint(e), e);
  }

  private static String firstLine(Exception e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return message.lines().findFirst().orElse(e.getClass().getSimpleName());
  }

  private enum Format {
    MMCIF,
    PDB,
    EMPTY,
    NEITHER
  }

  private static Format format(String head) {
    if (head.isBlank()) {
      return Format.EMPTY;
    }
    for (String line : head.lines().toList()) {
      if (line.startsWith("data_")) {
        return Format.MMCIF;
      }
      if (!line.isBlank() && !line.startsWith("#")) {
        break;
      }
    }
    Pattern record =
        Pattern.compile(
            "^(HEADER|TITLE|REMARK|COMPND|CRYST1|MODEL|SEQRES|ATOM {2}|HETATM|EXPDTA|AUTHOR|SOURCE)",
            Pattern.MULTILINE);
    return record.matcher(head).find() ? Format.PDB : Format.NEITHER;
  }

  /** Atoms of several RNA chains, in one grid. */
  private static final class AtomIndex {
    private final int chains;
    private final int[] chainOfAtom;
    private final int[] baseOfAtom;
    private final ContactFinder finder;

    AtomIndex(List<PolymerChain> rnas, double cutoff) {
      chains = rnas.size();
      int atoms = rnas.stream().mapToInt(rna -> rna.monomer().length).sum();
      chainOfAtom = new int[atoms];
      baseOfAtom = new int[atoms];
      double[] coordinates = new double[3 * atoms];
      int offset = 0;
      for (int i = 0; i < chains; i++) {
        PolymerChain rna = rnas.get(i);
        int count = rna.monomer().length;
        Arrays.fill(chainOfAtom, offset, offset + count, i);
        System.arraycopy(rna.monomer(), 0, baseOfAtom, offset, count);
        System.arraycopy(rna.coordinates(), 0, coordinates, 3 * offset, 3 * count);
        offset += count;
      }
      finder = new ContactFinder(coordinates, cutoff);
    }

    /** Contacts of a protein with each RNA, ascending. */
    List<List<Contact>> contacts(PolymerChain protein) {
      List<TreeSet<Contact>> contacts = new ArrayList<>();
      for (int i = 0; i < chains; i++) {
        contacts.add(new TreeSet<>());
      }
      double[] coordinates = protein.coordinates();
      for (int atom = 0; atom < protein.monomer().length; atom++) {
        int residue = protein.monomer()[atom];
        finder.visitNear(
            coordinates[3 * atom],
            coordinates[3 * atom + 1],
            coordinates[3 * atom + 2],
            near -> contacts.get(chainOfAtom[near]).add(new Contact(residue, baseOfAtom[near])));
      }
      return contacts.stream().map(List::copyOf).toList();
    }
  }
}
