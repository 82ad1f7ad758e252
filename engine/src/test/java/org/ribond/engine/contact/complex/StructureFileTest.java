package org.ribond.engine.contact.complex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.engine.file.DataException;
import org.ribond.engine.sequence.homology.HomologyRule;

/**
 * {@code oddities.pdb} and {@code oddities.cif} are made by hand: monomers 6 angstrom apart along
 * x, the RNA 3 angstrom from the protein along y, so that monomers of one x are in contact.
 */
final class StructureFileTest {
  private static final Path STRUCTURES = Path.of("..", "..", "shared", "data", "structures");

  @TempDir Path directory;

  private String resource(String name) throws IOException {
    Path file = directory.resolve(name);
    try (InputStream in = StructureFileTest.class.getResourceAsStream(name)) {
      Files.write(file, in.readAllBytes());
    }
    return file.toString();
  }

  private static Map<String, PolymerChain> chains(String file) {
    return StructureFile.chains(file).stream()
        .collect(Collectors.toMap(chain -> chain.chain().name(), chain -> chain));
  }

  private static BitSet bits(int... indices) {
    BitSet bits = new BitSet();
    Arrays.stream(indices).forEach(bits::set);
    return bits;
  }

  @Test
  void pdb_oddResidues_sequenceInOrderOfTheFile() throws IOException {
    Map<String, PolymerChain> chains = chains(resource("oddities.pdb"));

    // Numbers -1, 5, 5A, 3; MSE as HETATM; first conformer of MET -1 and of MSE/LEU 5.
    assertEquals("MMKR", chains.get("A").chain().sequence().letters());
    // PSU as HETATM, 5MU, an unknown nucleotide; the ATP and the water are no part of a chain.
    assertEquals("UGNU", chains.get("R").chain().sequence().letters());
    assertEquals(2, chains.size(), "the DNA chain D is passed over");
  }

  @Test
  void pdb_conformersAndHydrogen_onlyFirstConformerAndHeavyAtoms() throws IOException {
    PolymerChain protein = chains(resource("oddities.pdb")).get("A");

    assertEquals(3 + 4 + 3 + 3, protein.monomer().length);
    assertEquals(0, protein.chain().unobserved().cardinality());
  }

  @Test
  void pdb_secondModel_isIgnored() throws IOException {
    String model = "MODEL        %d\n%sENDMDL\n";
    String atoms;
    try (InputStream in = StructureFileTest.class.getResourceAsStream("oddities.pdb")) {
      atoms = new String(in.readAllBytes(), StandardCharsets.US_ASCII).replace("END\n", "");
    }
    Path file = directory.resolve("models.pdb");
    Files.writeString(file, model.formatted(1, atoms) + model.formatted(2, atoms) + "END\n");

    assertEquals(13, chains(file.toString()).get("A").monomer().length);
  }

  @Test
  void pdb_lostInsertionCodes_repeatedAtomsBeginAnUnknownMonomer() throws IOException {
    Path file = directory.resolve("lost.pdb");
    try (InputStream in = StructureFileTest.class.getResourceAsStream("oddities.pdb")) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      Files.writeString(file, text.replace("ZZZ R  12", "ZZZ R  11"));
    }

    Map<String, PolymerChain> chains = chains(file.toString());

    assertEquals("UGNU", chains.get("R").chain().sequence().letters());
  }

  @Test
  void pdb_seqres_fullSequenceWithUnobserved() throws IOException {
    Path file = directory.resolve("seqres.pdb");
    try (InputStream in = StructureFileTest.class.getResourceAsStream("oddities.pdb")) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      Files.writeString(
          file,
          "SEQRES   1 A    6  GLY MET MSE LYS ARG TRP                                      \n"
              + text);
    }

    Chain protein = chains(file.toString()).get("A").chain();

    assertEquals("GMMKRW", protein.sequence().letters());
    assertEquals(bits(0, 5), protein.unobserved());
  }

  @Test
  void cif_oddChains_namesKindsAndFullSequences() throws IOException {
    Map<String, PolymerChain> chains = chains(resource("oddities.cif"));

    assertEquals(List.of("AA", "H", "r"), chains.keySet().stream().sorted().toList());
    Chain protein = chains.get("AA").chain();
    // Microheterogeneity takes the first component, ZZZ the canonical letter.
    assertEquals("GMKSR", protein.sequence().letters());
    assertEquals(bits(0, 3), protein.unobserved());
    assertEquals("UGU", chains.get("r").chain().sequence().letters());
    assertEquals("GUA", chains.get("H").chain().sequence().letters(), "hybrid, half of it RNA");
  }

  @Test
  void cif_contacts_indexTheFullSequenceAndNameTheAuthorsChains() throws IOException {
    List<Complex> complexes = StructureFile.complexes(resource("oddities.cif"), 3.5, 1);

    assertEquals(List.of("oddities_AA_r"), complexes.stream().map(Complex::id).toList());
    assertEquals(
        List.of(new Contact(1, 0), new Contact(2, 1), new Contact(4, 2)),
        complexes.getFirst().contacts());
  }

  @Test
  void complexes_cutoffAndMinContacts_inclusive() throws IOException {
    String file = resource("oddities.cif");

    assertEquals(1, StructureFile.complexes(file, 3.0, 3).size());
    assertEquals(0, StructureFile.complexes(file, 3.0, 4).size());
    assertEquals(0, StructureFile.complexes(file, 2.999, 1).size());
  }

  @Test
  void complexes_gzipUnderAnyName_sameComplexes() throws IOException {
    String plain = resource("oddities.cif");
    Path packed = directory.resolve("packed.bin");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(Files.readAllBytes(Path.of(plain)));
    }

    assertEquals(
        StructureFile.complexes(plain, 3.5, 1).getFirst().contacts(),
        StructureFile.complexes(packed.toString(), 3.5, 1).getFirst().contacts());
  }

  @ParameterizedTest
  @CsvSource({
    "1ABC.cif.gz, 1abc",
    "pdb1abc.ent.gz, 1abc",
    "x/1asy.pdb, 1asy",
    "MyModel.v2.pdb, MyModel",
    ".hidden.cif, .hidden"
  })
  void structureName_fileName_idOrStem(String file, String name) {
    assertEquals(name, StructureFile.structureName(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                  | : is empty; expected a structure
          'hello'                             | : is no structure: neither PDB records nor an mmCIF data block
          'REMARK nothing'                    | : has no atoms of a protein or an RNA
          'data_x~_cell.a 1'                  | : is a broken structure file: it has no atom_site coordinates
          """)
  void complexes_noStructure_oneLine(String text, String message) throws IOException {
    Path file = directory.resolve("x.pdb");
    Files.writeString(file, text.replace('~', '\n'));

    assertEquals(
        file + message,
        assertThrows(DataException.class, () -> StructureFile.complexes(file.toString(), 3.5, 1))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          oddities.pdb | '18.000  -2.000' | '18.000  -2.0x0' | : line 18: '-2.0x0' is no coordinate
          oddities.cif | '90.000 0.000 3' | '90.000 oops  3' | : line 59: 'oops' is no coordinate
          oddities.cif | '90.000 0.000 3' | '90.000 ?     3' | : line 59: '?' is no coordinate
          oddities.cif | ' 0.000 3.000 0.000 1 r 1' | ' 0.000' | : line 53: has 11 values for the 16 columns of atom_site
          """)
  void complexes_brokenLine_isNamed(String name, String part, String broken, String message)
      throws IOException {
    Path file = Path.of(resource(name));
    String text = Files.readString(file);
    assertTrue(text.contains(part), part);
    Files.writeString(file, text.replace(part, broken));

    assertEquals(
        file + message,
        assertThrows(DataException.class, () -> StructureFile.complexes(file.toString(), 3.5, 1))
            .getMessage());
  }

  @Test
  void audit_twoCrystalsOfOneRibosome_namesEveryPair() {
    Path first = STRUCTURES.resolve("4lfb.cif.gz");
    Path second = STRUCTURES.resolve("4lf7.cif.gz");
    assumeTrue(
        Files.exists(first) && Files.exists(second),
        () -> "skipped: " + first + " and " + second + " are not there");
    List<Complex> train = StructureFile.complexes(first.toString(), 3.5, 5);
    List<Complex> test = StructureFile.complexes(second.toString(), 3.5, 5);

    DatasetAudit audit = DatasetAudit.of(train, test, HomologyRule.DEFAULT, 2, (done, total) -> {});

    assertEquals(20, audit.leaks().size());
    assertEquals(20, audit.sharedProteins());
    assertEquals(1, audit.sharedRnas());
    assertEquals(0, audit.sharedStructures());
    assertEquals(
        new DatasetAudit.Leak("4lf7_B_A", "4lfb_B_A", DatasetAudit.Reason.EQUAL_PROTEIN),
        audit.leaks().getFirst());
  }

  @ParameterizedTest
  @CsvSource({"oddities.pdb", "oddities.cif"})
  void complexes_truncatedGzip_isSaidSo(String name) throws IOException {
    Path packed = directory.resolve("part.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(Files.readAllBytes(Path.of(resource(name))));
    }
    byte[] whole = Files.readAllBytes(packed);
    Files.write(packed, Arrays.copyOf(whole, whole.length - 60));

    String message =
        assertThrows(DataException.class, () -> StructureFile.complexes(packed.toString(), 3.5, 1))
            .getMessage();

    assertEquals(packed + ": the gzip data end too early: the file is truncated", message);
  }

  /**
   * Counts of structures.tsv of the shared data, and of the two files whose difference is known.
   */
  @ParameterizedTest
  @CsvSource({
    "1asy.pdb.gz, 1, 53",
    "1zbi.pdb.gz, 1, 18",
    "3dd2.pdb.gz, 1, 24",
    "1h3e.pdb.gz, 2, 46",
    "3d2s.pdb.gz, 1, 18",
    "4lf7.cif.gz, 20, 945",
    "5det.cif.gz, 2, 31"
  })
  void complexes_realStructures_countsOfTheSharedTable(String name, int pairs, int contacts) {
    Path file = STRUCTURES.resolve(name);
    assumeTrue(Files.exists(file), () -> "skipped: " + file + " is not there");

    List<Complex> complexes = StructureFile.complexes(file.toString(), 3.5, 1);

    assertEquals(pairs, complexes.size());
    assertEquals(contacts, complexes.stream().mapToInt(complex -> complex.contacts().size()).sum());
  }

  @Test
  void build_manyJobs_sameComplexesInOrderAndBrokenFileSkipped() throws IOException {
    resource("oddities.cif");
    Files.writeString(directory.resolve("broken.cif"), "hello");
    Files.copy(Path.of(resource("oddities.pdb")), directory.resolve("another.pdb"));
    Files.delete(directory.resolve("oddities.pdb"));

    var sources = DatasetBuilder.sources(List.of(directory));
    var one = DatasetBuilder.build(sources, 3.5, 1, 1, (done, total) -> {});
    var four = DatasetBuilder.build(sources, 3.5, 1, 4, (done, total) -> {});

    assertEquals(
        one.complexes().stream().map(Complex::id).toList(),
        four.complexes().stream().map(Complex::id).toList());
    assertEquals(
        List.of("another_A_R", "oddities_AA_r"),
        four.complexes().stream().map(Complex::id).toList());
    assertEquals(2, four.structures());
    assertEquals(1, four.skipped().size());
    assertTrue(four.skipped().getFirst().contains("broken.cif"), four.skipped().toString());
  }

  @Test
  void build_brokenFileNamedItself_isAnError() throws IOException {
    Path broken = Files.writeString(directory.resolve("broken.cif"), "hello");
    var sources = DatasetBuilder.sources(List.of(broken));

    assertThrows(
        DataException.class, () -> DatasetBuilder.build(sources, 3.5, 1, 2, (done, total) -> {}));
  }

  @Test
  void sources_twoFilesOfOneStructure_isAnError() throws IOException {
    Path one = Files.writeString(directory.resolve("1abc.cif"), "data_x");
    Path two = Files.writeString(directory.resolve("pdb1abc.ent"), "ATOM");

    assertThrows(DataException.class, () -> DatasetBuilder.sources(List.of(one, two)));
  }
}
