package org.ribond.cli.options;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.data.Targets;

/** Hashes of labelled sequences, which tell whether two sets are the same. */
public final class LabelDigest {
  private LabelDigest() {}

  /** SHA-256 of the names of the targets, then of each sequence's letters and targets. */
  public static String sha256(LabelData data) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      add(digest, String.join("\t", data.targets().names()));
      for (int i = 0; i < data.size(); i++) {
        add(digest, data.letters(i) + "\t" + target(data.targets(), i));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java has SHA-256", e);
    }
  }

  private static void add(MessageDigest digest, String line) {
    digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String target(Targets targets, int row) {
    return switch (targets) {
      case Targets.Classes classes -> String.valueOf(classes.labels()[row]);
      case Targets.Numbers numbers -> {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < numbers.outputs(); i++) {
          text.append(numbers.values()[row * numbers.outputs() + i]).append(' ');
        }
        yield text.toString();
      }
    };
  }
}
