package org.ribond.engine.compute;

import java.util.Optional;

/**
 * What an operation does to each element of its result before storing it: adds the bias of the
 * element's column, applies the activation, then the dropout mask.
 *
 * @param bias one row with as many columns as the result, if any
 */
public record Epilogue(Optional<Matrix> bias, Activation activation, Dropout dropout) {
  /** Stores the result as it is. */
  public static final Epilogue NONE =
      new Epilogue(Optional.empty(), Activation.LINEAR, Dropout.NONE);

  /** Adds a bias, then activates. */
  public static Epilogue of(Matrix bias, Activation activation) {
    return new Epilogue(Optional.of(bias), activation, Dropout.NONE);
  }

  /** Adds a bias, activates, then drops. */
  public static Epilogue of(Matrix bias, Activation activation, Dropout dropout) {
    return new Epilogue(Optional.of(bias), activation, dropout);
  }
}
