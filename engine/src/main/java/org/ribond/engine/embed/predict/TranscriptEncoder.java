package org.ribond.engine.embed.predict;

import java.util.Arrays;
import java.util.List;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.embed.data.Encoder;
import org.ribond.engine.embed.data.Transcript;
import org.ribond.engine.embed.model.EmbedModel;
import org.ribond.engine.embed.model.View;
import org.ribond.engine.network.ChainNetwork;

/**
 * Makes vectors of transcripts. A transcript is read whole, however long it is; its vector does not
 * depend on others that are read with it, but for rounding. Not thread-safe.
 */
public final class TranscriptEncoder implements Encoder, AutoCloseable {
  private final ChainNetwork network;
  private final int width;

  /** Puts the encoder on a backend, which remains the caller's. */
  public TranscriptEncoder(Backend backend, EmbedModel model) {
    network = new ChainNetwork(backend, model.architecture(), model.weights());
    width = model.width();
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public float[][] vectors(List<Transcript> transcripts) {
    float[] all = network.outputs(View.readings(transcripts.stream().map(View::whole).toList()));
    float[][] vectors = new float[transcripts.size()][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = Arrays.copyOfRange(all, i * width, (i + 1) * width);
    }
    return vectors;
  }

  @Override
  public void close() {
    network.close();
  }
}
