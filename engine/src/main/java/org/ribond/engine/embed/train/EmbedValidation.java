package org.ribond.engine.embed.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.embed.data.Transcript;
import org.ribond.engine.embed.model.View;
import org.ribond.engine.embed.predict.Neighbours;
import org.ribond.engine.network.ChainNetwork;
import org.ribond.engine.network.Weights;
import org.ribond.engine.train.Validation;

/**
 * Whether transcripts find their group: the mean, over groups of two or more, of one over the rank
 * at which the vector of a group's first transcript finds that of its last among those of all
 * groups, and the last the first (mean reciprocal rank).
 *
 * @param plan how the encoder is made
 * @param judged groups, of which one at least has two transcripts
 */
record EmbedValidation(EmbedPlan plan, TranscriptGroups judged) implements Validation {
  private static final int STRIDE = 64;

  @Override
  public OptionalDouble score(Weights weights, Backend backend, BooleanSupplier stop) {
    List<float[]> firsts = new ArrayList<>();
    List<float[]> lasts = new ArrayList<>();
    Weights bare = EmbedTask.bare(plan, weights);
    try (ChainNetwork network = new ChainNetwork(backend, plan.trained(), bare)) {
      for (int from = 0; from < judged.size(); from += STRIDE) {
        if (stop.getAsBoolean()) {
          return OptionalDouble.empty();
        }
        List<View> views = new ArrayList<>();
        for (int i = from; i < Math.min(judged.size(), from + STRIDE); i++) {
          List<Transcript> group = judged.group(i);
          views.add(View.whole(group.getFirst()));
          views.add(View.whole(group.getLast()));
        }
        float[] all = network.outputs(View.readings(views));
        int width = plan.trained().outputs();
        for (int i = 0; i < views.size(); i++) {
          float[] vector = Arrays.copyOfRange(all, i * width, (i + 1) * width);
          (i % 2 == 0 ? firsts : lasts).add(vector);
        }
      }
    }
    return OptionalDouble.of(reciprocalRank(firsts, lasts));
  }

  private double reciprocalRank(List<float[]> firsts, List<float[]> lasts) {
    Neighbours amongFirsts = new Neighbours();
    Neighbours amongLasts = new Neighbours();
    firsts.forEach(amongFirsts::add);
    lasts.forEach(amongLasts::add);
    double sum = 0;
    int count = 0;
    for (int i = 0; i < judged.size(); i++) {
      if (judged.group(i).size() > 1) {
        sum += 1.0 / amongLasts.rank(firsts.get(i), i);
        sum += 1.0 / amongFirsts.rank(lasts.get(i), i);
        count += 2;
      }
    }
    return count == 0 ? 0 : sum / count;
  }
}
