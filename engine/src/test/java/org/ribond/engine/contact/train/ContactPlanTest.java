package org.ribond.engine.contact.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.NonLinearity;
import org.ribond.engine.network.WindowArchitecture;
import org.ribond.engine.train.Learning;
import org.ribond.engine.train.Schedule;
import org.ribond.engine.train.TrainingPlan;

class ContactPlanTest {
  /** The entries of checkpoints, cards and run files, which older ones are compared with. */
  @Test
  void entries_ofAPlan_keepTheirNamesOrderAndText() {
    TrainingPlan<ContactPlan> plan =
        new TrainingPlan<>(
            new ContactPlan(
                ContactPlan.architecture(15, 31, List.of(12, 8), NonLinearity.RELU, 0.25f),
                new Sampling.Paper(3, 2, 4),
                new Emphasis(2, 1.5f, 0, 1),
                2_000_000,
                64),
            new Learning(
                new Adam(0.001f, 0.9f, 0.999f, 1e-8f, 1e-5f, 0), new Schedule.Cosine(1), 0.5f),
            20,
            512,
            8,
            5,
            1);

    assertEquals(
        "{residue-window=15, base-window=31, hidden=[12, 8], activation=relu, dropout=0.25,"
            + " dropout-group=64, sampling=paper, negatives-per-contact=3, parts=4,"
            + " sets-per-part=2, positive-copies=2, contact-weight=1.5, focal=0.0,"
            + " hard-negatives=1, epochs=20, batch=512, optimiser=adam, lr=0.001, beta1=0.9,"
            + " beta2=0.999, epsilon=1.0E-8, l2=1.0E-5, weight-decay=0.0, schedule=cosine,"
            + " warm-up=1.0, clip=0.5, members=8, patience=5, valid-cells=2000000, seed=1}",
        plan.entries().toString());
  }

  @Test
  void plan_partsThatDoNotFit_areRefused() {
    WindowArchitecture glu = ContactPlan.architecture(3, 3, List.of(6), NonLinearity.GLU, 0.5f);
    WindowArchitecture relu = ContactPlan.architecture(3, 3, List.of(6), NonLinearity.RELU, 0.5f);
    WindowArchitecture large =
        ContactPlan.architecture(3, 3, List.of(100_000, 100_000), NonLinearity.RELU, 0.5f);
    Sampling maps = new Sampling.Maps(2);

    assertThrows(
        IllegalArgumentException.class, () -> new ContactPlan(glu, maps, Emphasis.NONE, 0, 8));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ContactPlan(relu, maps, new Emphasis(1, 1, 2, 1), 0, 8));
    assertThrows(IllegalArgumentException.class, () -> new ContactPlan(large, maps));
    assertThrows(
        IllegalArgumentException.class, () -> new ContactPlan(relu, maps, Emphasis.NONE, -1, 0));
  }
}
