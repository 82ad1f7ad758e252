package org.ribond.engine.contact.sampling;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ribond.engine.contact.complex.Chain;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.Contact;
import org.ribond.engine.sequence.Sequence;

/**
 * A complex as the published code of arXiv 2511.08648 sees it: the whole protein sequence, but of
 * the RNA only the nucleotides with coordinates, closed up; contacts are numbered accordingly.
 * (That the lists were made so follows from the published numbers of negatives, which fit this
 * reading within 1.5 % at eleven window sizes, and no other.)
 *
 * @param id name of the complex
 * @param protein the full protein sequence
 * @param rna the observed nucleotides
 * @param contacts contacts between them, ascending
 */
public record PaperPair(String id, Sequence protein, Sequence rna, List<Contact> contacts) {
  private static final int CODE_OF_LETTER_A = 1;
  private static final int NEVER_SET = -1;

  public PaperPair {
    contacts = List.copyOf(contacts);
  }

  /** Takes a run of negatives: one residue with the bases {@code first .. end - 1}. */
  @FunctionalInterface
  public interface RunSink {
    /** Takes one run, never empty; all indices are 0-based. */
    void run(int residue, int first, int end);
  }

  /** The paper's view of {@code complex}. */
  public static PaperPair of(Complex complex) {
    Chain rna = complex.rna();
    int[] observed = IntStream.range(0, rna.sequence().length()).filter(rna::isObserved).toArray();
    StringBuilder letters = new StringBuilder(observed.length);
    for (int base : observed) {
      letters.append(rna.sequence().letter(base));
    }
    List<Contact> contacts =
        complex.contacts().stream()
            .map(
                contact ->
                    new Contact(contact.residue(), Arrays.binarySearch(observed, contact.base())))
            .toList();
    return new PaperPair(
        complex.id(),
        complex.protein().sequence(),
        new Sequence(rna.sequence().name(), rna.sequence().alphabet(), letters.toString()),
        contacts);
  }

  /**
   * Hands the paper's negatives of this pair to {@code sink}, in the order of the published code.
   *
   * <p>Only every {@code window}th residue is visited, with all bases but those around its
   * contacts: from {@code window} before the first to {@code window} after the last. As published,
   * however, "its contacts" are looked up under the <em>letter code</em> of the residue (A = 1 to Z
   * = 26) where its index is meant. So the gap belongs to another residue, or to none, and the
   * visited residue's own contacts are among the negatives. This is reproduced here on purpose.
   *
   * @param window length of the whole window
   */
  public void negatives(int window, RunSink sink) {
    for (int residue = 0; residue < protein.length(); residue += window) {
      int lookedUp = protein.letter(residue) - 'A' + CODE_OF_LETTER_A;
      int before = NEVER_SET;
      int after = NEVER_SET;
      for (Contact contact : contacts) {
        if (contact.residue() == lookedUp) {
          before = after == NEVER_SET ? contact.base() - window : before;
          after = contact.base() + window;
        } else if (after != NEVER_SET) {
          break;
        }
      }
      if (before > 0) {
        sink.run(residue, 0, before);
      }
      if (after != NEVER_SET && after <= rna.length()) {
        sink.run(residue, after - 1, rna.length());
      }
      if (after == NEVER_SET && rna.length() > 0) {
        sink.run(residue, 0, rna.length());
      }
    }
  }
}
