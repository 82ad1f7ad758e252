package org.ribond.engine.embed.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.ribond.engine.compute.Contrast;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.IsoClr;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.train.Learning;
import org.ribond.engine.train.Schedule;
import org.ribond.engine.train.TaskPlan;
import org.ribond.engine.train.TrainingPlan;

/**
 * The part of a training plan that is about encoders of transcripts.
 *
 * @param architecture the encoder with its projection head
 * @param contrast the loss
 * @param masked share of the bases that each view hides, with the marks at them
 * @param views what is seen of a transcript
 * @param isWeighted whether a group of n transcripts has the weight {@code ln(n + 0.4) / 0.802}, as
 *     published; else 1
 */
public record EmbedPlan(
    ChainArchitecture architecture,
    Contrast contrast,
    float masked,
    Views views,
    boolean isWeighted)
    implements TaskPlan {
  /** Numbers that the projection head ends in. */
  public static final int PROJECTED = 128;

  /** The compact encoder where nobody says otherwise. */
  public static final IsoClr FAMILY =
      new IsoClr(
          7,
          2,
          2,
          List.of(64, 96, 128),
          List.of(1, 1, 1),
          List.of(1, 2, 4),
          3,
          1,
          0.1f,
          IsoClr.Top.HEAD,
          List.of(512));

  /** The loss where nobody says otherwise, as published. */
  public static final Contrast CONTRAST = new Contrast(0.1f, true);

  /** Bases that a view hides, as published. */
  public static final float MASKED = 0.15f;

  /** Pairs of a mini-batch. */
  public static final int BATCH = 128;

  /** How a network learns where nobody says otherwise. */
  public static final Learning LEARNING =
      new Learning(new Adam(0.003f, 0.9f, 0.999f, 1e-8f, 0, 1e-4f), new Schedule.Cosine(1), 1);

  /**
   * What is seen of a transcript.
   *
   * @param longest bases of a view; of a longer transcript a part that is drawn anew each time
   * @param isAligned whether both views of a pair are parts from the same place, in shares of what
   *     there is to choose from; else each is from a place of its own
   * @param shift most bases that are left off at the start of a transcript that is seen whole
   */
  public record Views(int longest, boolean isAligned, int shift) {
    /** As they are where nobody says otherwise. */
    public static final Views USUAL = new Views(512, false, 3);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if they are out of range
     */
    public Views {
      if (longest < 16 || longest > 1 << 20) {
        throw new IllegalArgumentException("views of " + longest + " bases, not 16 to 2^20");
      }
      if (shift < 0 || shift > 64) {
        throw new IllegalArgumentException("a shift of " + shift + " bases, not 0 to 64");
      }
    }
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if they do not fit
   */
  public EmbedPlan {
    if (!(masked >= 0 && masked < 1)) {
      throw new IllegalArgumentException("masked " + masked + " is not in [0, 1)");
    }
    if (!(architecture.family() instanceof IsoClr encoder) || encoder.top() != IsoClr.Top.HEAD) {
      throw new IllegalArgumentException(
          "family " + architecture.family().name() + " has no projection head");
    }
    if (architecture.parameters() > TrainingPlan.MOST_WEIGHTS) {
      throw new IllegalArgumentException(
          "a network of "
              + architecture.parameters()
              + " weights, more than "
              + TrainingPlan.MOST_WEIGHTS);
    }
  }

  /** An encoder with a head that ends in so many numbers. */
  public static ChainArchitecture architecture(IsoClr encoder, int projected) {
    return new ChainArchitecture(Alphabet.RNA.size(), projected, encoder);
  }

  /** The encoder. */
  public IsoClr encoder() {
    return (IsoClr) architecture.family();
  }

  /** The encoder without its head. */
  public ChainArchitecture trained() {
    IsoClr bare = encoder().with(IsoClr.Top.VECTOR, List.of());
    return new ChainArchitecture(architecture.alphabet(), bare.vector(), bare);
  }

  @Override
  public SequencedMap<String, Object> entries() {
    SequencedMap<String, Object> entries = new LinkedHashMap<>();
    entries.put("family", encoder().name());
    encoder().entries().forEach((name, value) -> entries.put(name.replace('_', '-'), value));
    entries.put("projected", architecture.outputs());
    entries.put("temperature", contrast.temperature());
    entries.put("loss", contrast.isDecoupled() ? "dcl" : "nt-xent");
    entries.put("masked", masked);
    entries.put("longest", views.longest());
    entries.put("aligned", views.isAligned());
    entries.put("shift", views.shift());
    entries.put("group-weights", isWeighted);
    return entries;
  }

  @Override
  public SequencedMap<String, Object> validationEntries() {
    return new LinkedHashMap<>();
  }
}
