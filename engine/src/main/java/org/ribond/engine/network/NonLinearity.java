package org.ribond.engine.network;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ribond.engine.compute.Activation;

/** What makes a network more than linear, under one name: a kind of layers and their activation. */
public enum NonLinearity {
  LINEAR(LayerKind.DENSE, Activation.LINEAR),
  RELU(LayerKind.DENSE, Activation.RELU),
  SIGMOID(LayerKind.DENSE, Activation.SIGMOID),
  TANH(LayerKind.DENSE, Activation.TANH),
  LEAKY_RELU(LayerKind.DENSE, Activation.LEAKY_RELU),
  GELU(LayerKind.DENSE, Activation.GELU),
  SILU(LayerKind.DENSE, Activation.SILU),
  SOFTPLUS(LayerKind.DENSE, Activation.SOFTPLUS),
  RBF(LayerKind.GAUSSIAN, Activation.LINEAR),
  GLU(LayerKind.GATED, Activation.LINEAR),
  TRANSFORMER(LayerKind.ATTENTION, Activation.LINEAR),
  BATCH_TRANSFORMER(LayerKind.BATCH_ATTENTION, Activation.LINEAR);

  private final LayerKind kind;
  private final Activation activation;

  NonLinearity(LayerKind kind, Activation activation) {
    this.kind = kind;
    this.activation = activation;
  }

  /** Kind of the hidden layers. */
  public LayerKind kind() {
    return kind;
  }

  /** Activation of the hidden layers. */
  public Activation activation() {
    return activation;
  }

  /** Name by which users ask for it, such as {@code leaky-relu}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All labels. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(NonLinearity::label).toList();
  }

  /** The one with a label, in any case. */
  public static Optional<NonLinearity> of(String label) {
    String wanted = label.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(each -> each.label().equals(wanted)).findFirst();
  }

  /** That of an architecture. */
  public static NonLinearity of(WindowArchitecture architecture) {
    return Arrays.stream(values())
        .filter(each -> each.kind == architecture.kind())
        .filter(each -> each.activation == architecture.activation())
        .findFirst()
        .orElseThrow();
  }
}
