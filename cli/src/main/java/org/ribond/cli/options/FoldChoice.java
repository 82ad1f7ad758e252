package org.ribond.cli.options;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.ribond.cli.terminal.Messages;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.fold.model.FoldModel;
import org.ribond.engine.fold.model.FoldNetwork;
import org.ribond.engine.fold.predict.FoldNetworks;
import org.ribond.engine.fold.predict.FoldPredictor;

/** A predictor of structures with all that it stands on, as {@link DecodingOptions} want it. */
public final class FoldChoice implements AutoCloseable {
  private final Deque<Runnable> closers = new ArrayDeque<>();
  private final FoldPredictor predictor;
  private Optional<FoldNetwork> started = Optional.empty();

  /** Reads the model. */
  public FoldChoice(DecodingOptions options, Messages messages) {
    try {
      Optional<FoldNetworks> networks =
          options.model().map(model -> networks(options, model, messages));
      predictor = options.predictor(networks);
      closers.push(predictor::close);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Networks that are started when the first RNA is theirs. */
  private FoldNetworks networks(DecodingOptions options, FoldModel model, Messages messages) {
    return new FoldNetworks(model, () -> network(options, model, messages), options.decoder(model));
  }

  private FoldNetwork network(DecodingOptions options, FoldModel model, Messages messages) {
    if (started.isEmpty()) {
      Backend backend = options.backend(messages);
      closers.push(backend::close);
      FoldNetwork network = FoldNetwork.of(model, backend);
      closers.push(network::close);
      started = Optional.of(network);
    }
    return started.get();
  }

  /** The predictor. */
  public FoldPredictor predictor() {
    return predictor;
  }

  @Override
  public void close() {
    while (!closers.isEmpty()) {
      closers.pop().run();
    }
  }
}
