package org.ribond.engine.contact.complex;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.FileError;
import org.ribond.engine.file.LineReader;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

/**
 * Reads a complexes file, one JSON object a line, one complex at a time.
 *
 * <p>Fields that are not known are passed over, so that newer files can be read. Contacts may stand
 * in any order. Whatever is wrong is a {@link DataException} with file, line and, where it is
 * known, the complex. Not safe for use by several threads.
 */
public final class ComplexesReader implements Iterator<Complex>, AutoCloseable {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final LineReader lines;
  private final Map<String, Long> lineOfId = new HashMap<>();
  private boolean hasNext;

  /** Reads from {@code in}, which {@link #close} closes; {@code name} is for messages. */
  public ComplexesReader(String name, InputStream in) {
    this(new LineReader(name, in));
  }

  private ComplexesReader(LineReader lines) {
    this.lines = lines;
    advance();
  }

  /**
   * Opens a file, or the standard input under the name {@code -}; gzip is known by content.
   *
   * @throws DataException if it cannot be read
   */
  public static ComplexesReader open(String name) {
    return new ComplexesReader(LineReader.open(name));
  }

  private void advance() {
    do {
      hasNext = lines.next();
    } while (hasNext && lines.line().isBlank());
  }

  @Override
  public boolean hasNext() {
    return hasNext;
  }

  /**
   * The next complex.
   *
   * @throws DataException if the line is no complex or repeats the {@code id} of an earlier one
   * @throws NoSuchElementException if there is none
   */
  @Override
  public Complex next() {
    if (!hasNext) {
      throw new NoSuchElementException("no complex left in " + lines.name());
    }
    Fields fields = new Fields();
    if (!lines.line().stripLeading().startsWith("{")) {
      throw new DataException(
          place(fields) + "is no JSON object; a complexes file has one a line, a pair each");
    }
    try (JsonParser parser = JSON.createParser(lines.line())) {
      readObject(parser, "complex", field -> readField(parser, field, fields));
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("text after the complex's closing brace");
      }
      Complex complex = fields.toComplex();
      Long earlier = lineOfId.putIfAbsent(complex.id(), lines.number());
      if (earlier != null) {
        throw new IllegalArgumentException("its id is that of line " + earlier);
      }
      advance();
      return complex;
    } catch (JsonProcessingException e) {
      String reason = e.getOriginalMessage().lines().findFirst().orElse("");
      throw new DataException(place(fields) + "is not valid JSON: " + reason, e);
    } catch (IllegalArgumentException e) {
      // The complex names itself in its own messages; the place does so already.
      String reason = e.getMessage();
      String own = fields.id + ": ";
      throw new DataException(
          place(fields) + (reason.startsWith(own) ? reason.substring(own.length()) : reason), e);
    } catch (IOException e) {
      throw new DataException(place(fields) + "cannot be read: " + FileError.reason(e), e);
    }
  }

  private String place(Fields fields) {
    String complex = fields.id.isEmpty() ? "" : "complex '" + fields.id + "': ";
    return lines.name() + ": line " + lines.number() + ": " + complex;
  }

  @Override
  public void close() {
    lines.close();
  }

  /** What to do with one field of an object; the parser stands at its value. */
  @FunctionalInterface
  private interface FieldReader {
    void read(String field) throws IOException;
  }

  private static void readObject(JsonParser parser, String what, FieldReader reader)
      throws IOException {
    if (parser.currentToken() == null) {
      parser.nextToken();
    }
    require(parser.currentToken() == JsonToken.START_OBJECT, "'" + what + "' is no JSON object");
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      parser.nextToken();
      reader.read(field);
    }
  }

  private static void readField(JsonParser parser, String field, Fields fields) throws IOException {
    switch (field) {
      case "id" -> fields.id = text(parser, field);
      case "structure" -> fields.structure = text(parser, field);
      case "cutoff" -> {
        require(parser.currentToken().isNumeric(), "'cutoff' is no number");
        fields.cutoff = parser.getDoubleValue();
      }
      case "cluster" -> fields.cluster = Optional.of(text(parser, field));
      case "contacts" -> fields.contacts = Optional.of(pairs(parser, field));
      case "protein" -> fields.protein = readChain(parser, field, Alphabet.PROTEIN);
      case "rna" -> fields.rna = readChain(parser, field, Alphabet.RNA);
      default -> parser.skipChildren();
    }
  }

  private static Optional<Chain> readChain(JsonParser parser, String what, Alphabet alphabet)
      throws IOException {
    ChainFields chain = new ChainFields();
    readObject(
        parser,
        what,
        field -> {
          switch (field) {
            case "chain" -> chain.name = text(parser, field);
            case "sequence" -> chain.letters = text(parser, field);
            case "unobserved" -> chain.unobserved = pairs(parser, field);
            default -> parser.skipChildren();
          }
        });
    return Optional.of(chain.toChain(what, alphabet));
  }

  private static String text(JsonParser parser, String field) throws IOException {
    require(
        parser.currentToken() == JsonToken.VALUE_STRING && !parser.getText().isBlank(),
        "'" + field + "' is no text");
    return parser.getText();
  }

  private static List<int[]> pairs(JsonParser parser, String field) throws IOException {
    String expected = "'" + field + "' is no list of pairs [i, j] of whole numbers";
    require(parser.currentToken() == JsonToken.START_ARRAY, expected);
    List<int[]> pairs = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      require(parser.currentToken() == JsonToken.START_ARRAY, expected);
      int[] pair = new int[2];
      for (int i = 0; i < 2; i++) {
        require(parser.nextToken() == JsonToken.VALUE_NUMBER_INT, expected);
        pair[i] = parser.getIntValue();
      }
      require(parser.nextToken() == JsonToken.END_ARRAY, expected);
      pairs.add(pair);
    }
    return pairs;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Fields of a chain as they are read. */
  private static final class ChainFields {
    private String name = "";
    private String letters = "";
    private List<int[]> unobserved = List.of();

    Chain toChain(String what, Alphabet alphabet) {
      require(!name.isEmpty(), "'" + what + "' has no 'chain'");
      require(!letters.isEmpty(), "'" + what + "' has no 'sequence'");
      Sequence sequence;
      try {
        sequence = new Sequence(name, alphabet, letters);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(what + " " + name + ": " + e.getMessage(), e);
      }
      BitSet missing = new BitSet(sequence.length());
      for (int[] range : unobserved) {
        require(
            range[0] >= 0 && range[0] <= range[1] && range[1] < sequence.length(),
            what
                + " "
                + name
                + ": unobserved ["
                + range[0]
                + ", "
                + range[1]
                + "] is no range within 0 to "
                + (sequence.length() - 1));
        missing.set(range[0], range[1] + 1);
      }
      return new Chain(name, sequence, missing);
    }
  }

  /** Fields of a complex as they are read. */
  private static final class Fields {
    private String id = "";
    private String structure = "";
    private double cutoff = Double.NaN;
    private Optional<String> cluster = Optional.empty();
    private Optional<Chain> protein = Optional.empty();
    private Optional<Chain> rna = Optional.empty();
    private Optional<List<int[]>> contacts = Optional.empty();

    Complex toComplex() {
      require(!id.isEmpty(), "has no 'id'");
      require(!structure.isEmpty(), "has no 'structure'");
      require(protein.isPresent(), "has no 'protein'");
      require(rna.isPresent(), "has no 'rna'");
      require(contacts.isPresent(), "has no 'contacts'; a complex without any has an empty list");
      require(cutoff > 0 && cutoff < Double.POSITIVE_INFINITY, "has no 'cutoff' above zero");
      List<Contact> sorted =
          contacts.orElseThrow().stream()
              .map(pair -> new Contact(pair[0], pair[1]))
              .sorted()
              .toList();
      for (int i = 1; i < sorted.size(); i++) {
        Contact contact = sorted.get(i);
        require(
            !contact.equals(sorted.get(i - 1)),
            "contact [" + contact.residue() + ", " + contact.base() + "] is there twice");
      }
      return new Complex(
          id, structure, protein.orElseThrow(), rna.orElseThrow(), sorted, cutoff, cluster);
    }
  }
}
