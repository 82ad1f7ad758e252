package org.ribond.engine.contact.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.contact.tower.ChainNumbers;
import org.ribond.engine.contact.tower.LengthPrior;
import org.ribond.engine.contact.tower.TowerFacts;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.NonLinearity;
import org.ribond.engine.network.Tower;
import org.ribond.engine.network.TowersArchitecture;
import org.ribond.engine.network.Weights;
import org.ribond.engine.network.Window;
import org.ribond.engine.network.WindowArchitecture;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

/** Small models, random sequences and the maps that the ones give of the others. */
final class SmallMaps {
  private SmallMaps() {}

  static TrainedModel model(int members, int residueHalf, int baseHalf, int... hidden) {
    WindowArchitecture architecture =
        new WindowArchitecture(
            List.of(new Window("residue", 20, residueHalf), new Window("base", 4, baseHalf)),
            Arrays.stream(hidden).boxed().toList(),
            Activation.TANH,
            0.5f,
            2);
    List<Weights> weights = new ArrayList<>();
    for (int member = 0; member < members; member++) {
      weights.add(Weights.initial(architecture, 5, member));
    }
    return new TrainedModel(architecture, weights, Map.of());
  }

  /** A model of networks along chains, with a prior of lengths. */
  static TrainedModel towers(int members, boolean isCalibrated) {
    TowersArchitecture architecture =
        new TowersArchitecture(
            new ChainArchitecture(
                20, 2, new Tower(3, ChainNumbers.OF_RESIDUE, 6, 3, List.of(1, 2), 0.5f)),
            new ChainArchitecture(4, 2, new Tower(3, 0, 4, 3, List.of(1), 0.5f)));
    List<Weights> weights = new ArrayList<>();
    for (int member = 0; member < members; member++) {
      weights.add(Weights.initial(architecture, 5, member));
    }
    Map<String, String> card = new LinkedHashMap<>();
    new TowerFacts(
            new LengthPrior(-1, -0.5, -0.7),
            new LengthPrior(-0.5, -0.4, 0.2),
            new LengthPrior(-1, 0.4, -0.6))
        .put(card);
    if (isCalibrated) {
      new Calibration(0.8, -0.1, 0, 0).put(card);
      new Calibration(0.9, 0.2, 0, 0).put("residue", card);
    }
    return new TrainedModel(architecture, weights, card);
  }

  static WindowArchitecture architecture(NonLinearity nonLinearity, int residueHalf, int baseHalf) {
    return new WindowArchitecture(
        List.of(new Window("residue", 20, residueHalf), new Window("base", 4, baseHalf)),
        nonLinearity.kind(),
        List.of(7, 5),
        nonLinearity.activation(),
        0.5f,
        2);
  }

  private static Sequence random(Alphabet alphabet, int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder letters = new StringBuilder();
    String choice = alphabet.letters() + (alphabet == Alphabet.PROTEIN ? "X*" : "NY");
    for (int i = 0; i < length; i++) {
      letters.append(choice.charAt(random.nextInt(choice.length())));
    }
    return new Sequence(alphabet + "-" + seed, alphabet, letters.toString());
  }

  static Sequence protein(int length) {
    return random(Alphabet.PROTEIN, length, length);
  }

  static Sequence rna(int length) {
    return random(Alphabet.RNA, length, length);
  }

  static float[][] map(MapScorer scorer, Sequence protein, Sequence rna) {
    float[][] map = new float[protein.length()][];
    int[] next = new int[1];
    scorer.score(
        protein,
        rna,
        (residue, scores) -> {
          assertEquals(next[0]++, residue);
          map[residue] = scores.clone();
        });
    assertEquals(protein.length(), next[0]);
    return map;
  }
}
