package org.ribond.engine.label.data;

import org.ribond.engine.sequence.Alphabet;

/** What the letters of a set stand for. A network sees DNA and RNA alike: T is U. */
public enum Molecule {
  /** Bases written with T. */
  DNA("a DNA", "base"),
  /** Bases written with U. */
  RNA("an RNA", "base"),
  /** Residues. */
  PROTEIN("a protein", "residue");

  private final String phrase;
  private final String unit;

  Molecule(String phrase, String unit) {
    this.phrase = phrase;
    this.unit = unit;
  }

  /** The letters that a network tells apart. */
  public Alphabet alphabet() {
    return this == PROTEIN ? Alphabet.PROTEIN : Alphabet.RNA;
  }

  /** Whether a model of this kind reads sequences of {@code other}. */
  public boolean reads(Molecule other) {
    return alphabet() == other.alphabet();
  }

  /** The letter of code {@code code} as people write it; N or X for the unknown one. */
  public char letter(int code) {
    if (code == alphabet().size()) {
      return this == PROTEIN ? 'X' : 'N';
    }
    char letter = alphabet().letters().charAt(code);
    return this == DNA && letter == 'U' ? 'T' : letter;
  }

  /** The name with its article, for messages. */
  String phrase() {
    return phrase;
  }

  /** What one letter stands for, for messages. */
  String unit() {
    return unit;
  }
}
