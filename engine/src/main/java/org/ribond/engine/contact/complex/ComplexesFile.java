package org.ribond.engine.contact.complex;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.ribond.engine.file.AtomicFile;
import org.ribond.engine.file.DataException;

/**
 * Complexes files: JSON lines, one protein-RNA chain pair a line, plain or gzip.
 *
 * <pre>{@code
 * {"id":"1abc_A_R","structure":"1abc",
 *  "protein":{"chain":"A","sequence":"MKRS","unobserved":[[0,0]]},
 *  "rna":{"chain":"R","sequence":"GCUU"},
 *  "contacts":[[1,0],[2,3]],"cutoff":3.5,"cluster":"c1"}
 * }</pre>
 *
 * <p>Indices are 0-based. {@code unobserved} lists ranges [first, last], both inclusive, of
 * residues or bases without coordinates and is left out where there are none; {@code cluster} is
 * there where a split has been made. Equal complexes give equal bytes.
 */
public final class ComplexesFile {
  private static final String GZIP_SUFFIX = ".gz";

  private ComplexesFile() {}

  /**
   * All complexes of a file, or of the standard input under the name {@code -}.
   *
   * @throws DataException if it cannot be read, is no complexes file or holds no complex
   */
  public static List<Complex> read(String name) {
    try (ComplexesReader reader = ComplexesReader.open(name)) {
      List<Complex> complexes = new ArrayList<>();
      reader.forEachRemaining(complexes::add);
      if (complexes.isEmpty()) {
        throw new DataException(name + ": is empty; expected complexes, one JSON object a line");
      }
      return complexes;
    }
  }

  /**
   * Writes a file, packed if its name ends in {@code .gz}.
   *
   * @throws DataException if it cannot be written; an earlier file is then as it was
   */
  public static void write(Path file, Iterable<Complex> complexes) {
    boolean packed = file.toString().endsWith(GZIP_SUFFIX);
    AtomicFile.write(
        file,
        out -> {
          if (packed) {
            try (GZIPOutputStream gzip = new BestGzip(out)) {
              write(gzip, complexes);
            }
          } else {
            write(out, complexes);
          }
        });
  }

  /** Writes complexes, unpacked, to {@code out}, which stays open. */
  public static void write(OutputStream out, Iterable<Complex> complexes) throws IOException {
    OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
    try (JsonGenerator json = new JsonFactory().createGenerator(buffered)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
      boolean any = false;
      for (Complex complex : complexes) {
        writeComplex(json, complex);
        any = true;
      }
      if (any) {
        json.writeRaw('\n');
      }
    }
    buffered.flush();
  }

  private static void writeComplex(JsonGenerator json, Complex complex) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", complex.id());
    json.writeStringField("structure", complex.structure());
    writeChain(json, "protein", complex.protein());
    writeChain(json, "rna", complex.rna());
    json.writeArrayFieldStart("contacts");
    for (Contact contact : complex.contacts()) {
      writePair(json, contact.residue(), contact.base());
    }
    json.writeEndArray();
    json.writeNumberField("cutoff", complex.cutoff());
    if (complex.cluster().isPresent()) {
      json.writeStringField("cluster", complex.cluster().get());
    }
    json.writeEndObject();
  }

  private static void writeChain(JsonGenerator json, String field, Chain chain) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("chain", chain.name());
    json.writeStringField("sequence", chain.sequence().letters());
    BitSet unobserved = chain.unobserved();
    if (!unobserved.isEmpty()) {
      json.writeArrayFieldStart("unobserved");
      int first = unobserved.nextSetBit(0);
      while (first >= 0) {
        int end = unobserved.nextClearBit(first);
        writePair(json, first, end - 1);
        first = unobserved.nextSetBit(end);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void writePair(JsonGenerator json, int first, int second) throws IOException {
    json.writeStartArray();
    json.writeNumber(first);
    json.writeNumber(second);
    json.writeEndArray();
  }

  /**
   * Gzip at its best level that leaves the stream beneath open. Its header has no time, so equal
   * content gives equal bytes.
   */
  private static final class BestGzip extends GZIPOutputStream {
    BestGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }

    @Override
    public void close() throws IOException {
      try {
        finish();
      } finally {
        def.end();
      }
    }
  }
}
