package org.ribond.engine.fold.predict;

import java.util.function.Supplier;
import org.ribond.engine.fold.model.FoldModel;
import org.ribond.engine.fold.model.FoldNetwork;

/**
 * A model's networks on a backend, and how structures are called by what they give.
 *
 * @param model the model
 * @param network its networks, which are the caller's: the same each time, asked for by the
 *     caller's thread when the first RNA is theirs
 * @param decoder how structures are called
 */
public record FoldNetworks(FoldModel model, Supplier<FoldNetwork> network, Decoder decoder) {
  /** Nested structures of the greatest expected accuracy, as the model's card has them. */
  public static Decoder nested(FoldModel model) {
    return new Decoder(Decoder.Kind.MEA, model.gamma());
  }

  /** Structures whose pairs may cross, as the model's card has them. */
  public static Decoder crossing(FoldModel model) {
    return new Decoder(Decoder.Kind.ONE_PARTNER, model.threshold());
  }

  /** Whether an RNA is theirs: of a length that they know, and without a constraint. */
  boolean suits(Query query) {
    return query.constraint().isNone() && model.suits(query.rna().length());
  }
}
