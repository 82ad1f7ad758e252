package org.ribond.cli.options;

import java.util.Locale;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.model.Vote;

/** How users name the ways in which the networks of an ensemble agree. */
public final class VoteRule {
  public static final String MEAN = "mean";
  public static final String ALL = "all";

  private VoteRule() {}

  /**
   * The vote that {@code rule} names among {@code members} networks.
   *
   * @throws UsageException if it names none
   */
  public static Vote of(String rule, int members) {
    return switch (rule.toLowerCase(Locale.ROOT)) {
      case MEAN -> Vote.MEAN;
      case ALL -> new Vote.AtLeast(members);
      case "any" -> new Vote.AtLeast(1);
      case "majority" -> new Vote.AtLeast(members / 2 + 1);
      default -> {
        if (!rule.matches("[1-9]\\d{0,3}") || Integer.parseInt(rule) > members) {
          throw new UsageException(
              "--vote must be mean, all, any, majority or a number up to "
                  + members
                  + ", the model's networks");
        }
        yield new Vote.AtLeast(Integer.parseInt(rule));
      }
    };
  }
}
