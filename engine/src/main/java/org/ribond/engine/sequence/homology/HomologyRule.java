package org.ribond.engine.sequence.homology;

import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;
import org.ribond.engine.sequence.homology.LocalAligner.Alignment;

/**
 * When two chains are homologous, so that they may not stand on both sides of a split.
 *
 * <p>Identity is the number of matching columns of the best local alignment over all its columns,
 * gaps included.
 *
 * <ul>
 *   <li>Two proteins: an alignment of at least 40 bits (significant in a database of several
 *       thousand sequences: Pearson, Curr. Protoc. Bioinformatics 2013, 3.1) with the demanded
 *       identity. It need not cover a whole chain, so that chains that share a domain are linked.
 *   <li>Two RNAs: an alignment with the demanded identity of at least {@value #MIN_RNA_COLUMNS}
 *       columns and half of the shorter RNA. Below that many bases any two RNAs look alike: the
 *       short synthetic ones of many structures would tie everything together, and what binds them
 *       is told by the protein.
 *   <li>Equal sequences, an RNA's if it has at least {@value #MIN_RNA_COLUMNS} bases.
 * </ul>
 *
 * @param proteinIdentity smallest identity of linked proteins, above 0 to 1
 * @param rnaIdentity smallest identity of linked RNAs, above 0 to 1
 */
public record HomologyRule(double proteinIdentity, double rnaIdentity) {
  /** Fewest columns by which two RNAs are linked. */
  public static final int MIN_RNA_COLUMNS = 20;

  /** Proteins from 30 % identity, RNAs from 80 %. */
  public static final HomologyRule DEFAULT = new HomologyRule(0.3, 0.8);

  private static final double MIN_PROTEIN_BITS = 40;
  private static final LocalAligner PROTEINS = new LocalAligner(SubstitutionScores.PROTEIN);
  private static final LocalAligner RNAS = new LocalAligner(SubstitutionScores.RNA);

  /** Checks the identities. */
  public HomologyRule {
    if (!(proteinIdentity > 0 && proteinIdentity <= 1 && rnaIdentity > 0 && rnaIdentity <= 1)) {
      throw new IllegalArgumentException(
          "identities "
              + proteinIdentity
              + " and "
              + rnaIdentity
              + " must be above 0 and at most 1");
    }
  }

  /** Whether {@code sequence} can be linked to another at all. */
  public boolean applies(Sequence sequence) {
    return sequence.alphabet() == Alphabet.PROTEIN || sequence.length() >= MIN_RNA_COLUMNS;
  }

  /** Whether two sequences of one alphabet are homologous. */
  public boolean links(Sequence first, Sequence second) {
    if (!applies(first) || !applies(second)) {
      return false;
    }
    if (first.letters().equals(second.letters())) {
      return true;
    }
    boolean protein = first.alphabet() == Alphabet.PROTEIN;
    LocalAligner aligner = protein ? PROTEINS : RNAS;
    SubstitutionScores scores = protein ? SubstitutionScores.PROTEIN : SubstitutionScores.RNA;
    if (protein && scores.bits(aligner.score(first, second)) < MIN_PROTEIN_BITS) {
      return false;
    }
    Alignment alignment = aligner.align(first, second);
    if (protein) {
      return alignment.identity() >= proteinIdentity;
    }
    int shorter = Math.min(first.length(), second.length());
    return alignment.identity() >= rnaIdentity
        && alignment.columns() >= Math.max(MIN_RNA_COLUMNS, (shorter + 1) / 2);
  }
}
