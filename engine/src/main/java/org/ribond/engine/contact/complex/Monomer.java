package org.ribond.engine.contact.complex;

import java.util.HashMap;
import java.util.Map;

/**
 * What a chemical component is in a polymer: its kind and the one-letter code of itself or, if it
 * is modified, of its parent (wwPDB Chemical Component Dictionary, {@code
 * mon_nstd_parent_comp_id}).
 */
record Monomer(Kind kind, char letter) {
  /** Kinds of building blocks. */
  enum Kind {
    /** Residue of a protein. */
    RESIDUE,
    /** Building block of RNA. */
    RIBONUCLEOTIDE,
    /** Building block of DNA. */
    DEOXYRIBONUCLEOTIDE,
    /** Anything else, or not known here. */
    OTHER
  }

  /** One-letter code of an unknown residue. */
  static final char UNKNOWN_RESIDUE = 'X';

  /** One-letter code of an unknown base. */
  static final char UNKNOWN_BASE = 'N';

  private static final Monomer OTHER = new Monomer(Kind.OTHER, '?');

  /** Components by letter; a modified one stands behind its parent. */
  private static final String RESIDUES =
      """
      A ALA DAL AYA MAA ABA
      B ASX
      C CYS CSO CSD CSX CSS CSU OCS CME CAS CAF CCS SMC YCM SCY CSP SNC CYG DCY SCH QCS P1L
      D ASP IAS DAS BHD PHD ASA
      E GLU CGU DGL GMA 5HP
      F PHE DPN PHI MEA 4PH
      G GLY SAR GL3
      H HIS HIC MHS NEP HIP DHI HSD HSE HSP HID HIE
      I ILE DIL IIL
      J XLE
      K LYS MLY M3L MLZ ALY KCX LLP KPI BTK DLY SLZ KGC MCL FAK
      L LEU MLE DLE NLE LED
      M MET MSE FME MHO MED OMT CXM SME
      N ASN MEN AHB DSG SNN
      O PYL
      P PRO HYP DPR 4HY HY3
      Q GLN PCA MEQ DGN MGN
      R ARG AGM MMO DAR 2MR DA2 CIR NMM ARO
      S SER SEP SAC DSN OAS MIS SVA
      T THR TPO DTH BMT ALO
      U SEC
      V VAL MVA DVA
      W TRP HTR TRQ TRO DTR TOX HRP 4HT
      X UNK
      Y TYR PTR TYS TPQ DTY IYR OMY NIY STY
      Z GLX
      """;

  /** As {@link #RESIDUES}; inosine is deaminated adenosine. */
  private static final String RIBONUCLEOTIDES =
      """
      A A 1MA MA6 6MZ A2M MIA 2MA T6A 12A 6IA 6NW MAD I RIA A23 SRA AVC 2MIA MTU AET 8AN A44 AF2
      C C 5MC OMC 4OC CBR CBV CCC RSQ 4AC CFL CFZ IC 5HM 10C C31 LHO M5M
      G G OMG 2MG 7MG M2G YYG YG G7M QUO 1MG GTP GDP G48 GF2 GOM IG 2PR G25 GMG MGT PQ1 QUM CG1
      U U PSU 5MU H2U 4SU OMU UR3 5BU 70U MNU 3TD FHU 2MU S4U 125 126 127 SSU UD5 B8N UFT UAR 5FU CM0
      N N
      """;

  private static final String DEOXYRIBONUCLEOTIDES =
      """
      A DA 6MA
      C DC 5CM
      G DG 8OG DI
      T DT
      U DU BRU
      N DN
      """;

  private static final Map<String, Monomer> BY_COMPONENT = components();

  /** The monomer of a component's name, such as {@code PSU}; of kind OTHER if it is not known. */
  static Monomer of(String component) {
    return BY_COMPONENT.getOrDefault(component, OTHER);
  }

  private static Map<String, Monomer> components() {
    Map<String, Monomer> monomers = new HashMap<>();
    add(monomers, Kind.RESIDUE, RESIDUES);
    add(monomers, Kind.RIBONUCLEOTIDE, RIBONUCLEOTIDES);
    add(monomers, Kind.DEOXYRIBONUCLEOTIDE, DEOXYRIBONUCLEOTIDES);
    return Map.copyOf(monomers);
  }

  private static void add(Map<String, Monomer> monomers, Kind kind, String table) {
    for (String line : table.lines().toList()) {
      String[] names = line.split(" ", -1);
      Monomer monomer = new Monomer(kind, line.charAt(0));
      for (int i = 1; i < names.length; i++) {
        if (monomers.put(names[i], monomer) != null) {
          throw new IllegalStateException(names[i] + " stands twice in the table of monomers");
        }
      }
    }
  }
}
