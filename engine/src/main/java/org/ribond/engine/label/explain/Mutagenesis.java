package org.ribond.engine.label.explain;

import java.util.ArrayList;
import java.util.List;
import org.ribond.engine.label.model.ModelOutputs;
import org.ribond.engine.label.predict.LabelPredictor;

/**
 * What each letter of a sequence is worth to a model, by in-silico mutagenesis (Zhou and
 * Troyanskaya, Nat. Methods 12, 2015): every letter is replaced by every other one in turn.
 */
public final class Mutagenesis {
  /** Letters of the mutants that are scored at a time, unless one alone has more. */
  private static final int CHUNK_LETTERS = 1 << 16;

  private Mutagenesis() {}

  /**
   * Mutates a sequence.
   *
   * @param codes letter codes, at least one
   * @param output place of the class or the column that is asked about
   */
  public static LetterChanges of(LabelPredictor predictor, byte[] codes, int output) {
    ModelOutputs outputs = predictor.model().facts().outputs();
    if (output < 0 || output >= outputs.size()) {
      throw new IllegalArgumentException("output " + output + " of " + outputs.names());
    }
    int letters = predictor.model().facts().molecule().alphabet().size();
    double value = value(outputs, predictor.predict(List.of(codes)), 0, output);
    float[] changes = new float[Math.multiplyExact(codes.length, letters)];
    int atATime = Math.max(1, CHUNK_LETTERS / codes.length);
    List<byte[]> mutants = new ArrayList<>();
    int[] places = new int[atATime];
    for (int place = 0; place < changes.length; place++) {
      int position = place / letters;
      if (codes[position] != place % letters) {
        byte[] mutant = codes.clone();
        mutant[position] = (byte) (place % letters);
        places[mutants.size()] = place;
        mutants.add(mutant);
      }
      if (mutants.size() == atATime || (place == changes.length - 1 && !mutants.isEmpty())) {
        float[] values = predictor.predict(mutants);
        for (int i = 0; i < mutants.size(); i++) {
          changes[places[i]] = (float) (value(outputs, values, i, output) - value);
        }
        mutants.clear();
      }
    }
    return new LetterChanges(value, changes, letters);
  }

  private static double value(ModelOutputs outputs, float[] values, int row, int output) {
    double value = values[row * outputs.size() + output];
    return switch (outputs) {
      case ModelOutputs.Classes classes -> LetterChanges.logOdds(value);
      case ModelOutputs.Numbers numbers -> value;
    };
  }
}
