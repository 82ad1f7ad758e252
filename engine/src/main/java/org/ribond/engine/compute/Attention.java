package org.ribond.engine.compute;

/**
 * Who sees whom in {@link Backend#attention}, and how scores are scaled.
 *
 * <ul>
 *   <li>{@link #ofTokens}: the columns of each row are {@code tokens} tokens of equal width, which
 *       see the tokens of their own row alone. The score of key k for query q is {@code q.k /
 *       sqrt(width)} (Vaswani et al., 2017). A row's output does not depend on other rows.
 *   <li>{@link #BATCH}: each row is one token, and all rows that are given together see one
 *       another, as the layer of arXiv 2511.08648 does it: the score is {@code q.k / (|mean of the
 *       queries|^2 + |mean of the keys|^2)}, whose denominator is the mean of all entries of {@code
 *       Q'Q} and of {@code K'K}. A row's output depends on its neighbours.
 * </ul>
 *
 * @param acrossRows whether rows see one another
 * @param tokens tokens of a row, at least 1
 */
public record Attention(boolean acrossRows, int tokens) {
  /** All rows see one another. */
  public static final Attention BATCH = new Attention(true, 1);

  public Attention {
    if (tokens < 1 || (acrossRows && tokens != 1)) {
      throw new IllegalArgumentException("attention among " + tokens + " tokens of a row");
    }
  }

  /** The tokens of a row see one another. */
  public static Attention ofTokens(int tokens) {
    return new Attention(false, tokens);
  }
}
