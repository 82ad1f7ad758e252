package org.ribond.engine.contact.train;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.ribond.engine.contact.complex.Chain;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.Contact;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.NonLinearity;
import org.ribond.engine.network.WindowArchitecture;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;
import org.ribond.engine.train.Learning;
import org.ribond.engine.train.TrainingPlan;

/** Complexes that follow a rule: K and R bind every G, and nothing else binds. */
final class PlantedRule {
  static final WindowArchitecture ARCHITECTURE =
      ContactPlan.architecture(3, 3, List.of(12, 8), NonLinearity.RELU, 0.1f);

  private PlantedRule() {}

  static TrainingPlan<ContactPlan> plan(int epochs, int members, int patience) {
    return new TrainingPlan<>(
        new ContactPlan(ARCHITECTURE, new Sampling.Maps(2)),
        Learning.of(new Adam(0.02f, 0.9f, 0.999f, 1e-8f, 1e-5f, 0)),
        epochs,
        64,
        members,
        patience,
        17);
  }

  static List<Complex> complexes(int count, long seed) {
    Random random = new Random(seed);
    List<Complex> complexes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      complexes.add(
          complex(
              "c" + i, word(Alphabet.PROTEIN, 25 + i, random), word(Alphabet.RNA, 10 + i, random)));
    }
    return complexes;
  }

  static Complex complex(String id, String protein, String rna) {
    List<Contact> contacts = new ArrayList<>();
    for (int residue = 0; residue < protein.length(); residue++) {
      for (int base = 0; base < rna.length(); base++) {
        if ("KR".indexOf(protein.charAt(residue)) >= 0 && rna.charAt(base) == 'G') {
          contacts.add(new Contact(residue, base));
        }
      }
    }
    return new Complex(
        id,
        id,
        new Chain("A", new Sequence(id + "_A", Alphabet.PROTEIN, protein), new BitSet()),
        new Chain("B", new Sequence(id + "_B", Alphabet.RNA, rna), new BitSet()),
        contacts,
        3.5,
        Optional.empty());
  }

  private static String word(Alphabet alphabet, int length, Random random) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < length; i++) {
      letters.append(alphabet.letters().charAt(random.nextInt(alphabet.size())));
    }
    return letters.toString();
  }
}
