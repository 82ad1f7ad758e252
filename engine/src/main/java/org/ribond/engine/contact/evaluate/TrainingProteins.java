package org.ribond.engine.contact.evaluate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ribond.engine.contact.complex.Complex;

/**
 * The proteins that a model was trained on, as short hashes for its card ({@link
 * org.ribond.engine.model.ModelCard#DATA_PROTEINS}), so that a later evaluation can tell what the
 * model has seen. Scores on seen proteins show memory, not skill.
 *
 * <p>Only equal sequences are found, whatever their case; relatives are what a split by homology is
 * for. RNAs are not compared: short ones, such as runs of U, recur everywhere.
 */
public final class TrainingProteins {
  private static final int HASH_BYTES = 6;
  private static final String SEPARATOR = " ";

  private final Set<String> hashes;

  private TrainingProteins(Set<String> hashes) {
    this.hashes = hashes;
  }

  /** The proteins of {@code complexes}. */
  public static TrainingProteins of(Collection<Complex> complexes) {
    return new TrainingProteins(
        complexes.stream()
            .map(TrainingProteins::hash)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** Reads what {@link #toCardValue()} gave; an empty value knows no protein. */
  public static TrainingProteins parse(String cardValue) {
    Set<String> hashes = new TreeSet<>(Arrays.asList(cardValue.split(SEPARATOR, -1)));
    hashes.remove("");
    return new TrainingProteins(hashes);
  }

  /** The hashes in ascending order: twelve hexadecimal digits of SHA-256 each. */
  public String toCardValue() {
    return String.join(SEPARATOR, hashes);
  }

  /** Those of {@code complexes} whose protein was in training. */
  public List<Complex> seenAmong(List<Complex> complexes) {
    return complexes.stream().filter(complex -> hashes.contains(hash(complex))).toList();
  }

  private static String hash(Complex complex) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(complex.protein().sequence().letters().getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
