package org.ribond.engine.embed.probe;

import java.util.Locale;
import java.util.Optional;
import org.ribond.engine.embed.data.Span;
import org.ribond.engine.embed.data.Transcript;

/** A part of a transcript; all but the whole are known only with the coding region. */
enum Region {
  WHOLE,
  /** What lies before the coding region. */
  UTR5,
  CDS,
  /** What lies behind the coding region. */
  UTR3;

  /** Where it lies, which may be nowhere; empty if that is not known. */
  Optional<Span> of(Transcript transcript) {
    return switch (this) {
      case WHOLE -> Optional.of(new Span(0, transcript.length()));
      case UTR5 -> transcript.coding().map(coding -> new Span(0, coding.start()));
      case CDS -> transcript.coding();
      case UTR3 -> transcript.coding().map(coding -> new Span(coding.end(), transcript.length()));
    };
  }

  /** The whole transcript, or of one with a coding region what lies before that. */
  static Span leader(Transcript transcript) {
    return UTR5.of(transcript).orElseGet(() -> new Span(0, transcript.length()));
  }

  /** Its name in the names of features. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
