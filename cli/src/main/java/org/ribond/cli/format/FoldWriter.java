package org.ribond.cli.format;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ribond.engine.fold.physics.PairProbabilities;
import org.ribond.engine.fold.predict.Folded;
import org.ribond.engine.fold.structure.DotBracket;
import org.ribond.engine.fold.structure.Structure;
import org.ribond.engine.sequence.Sequence;

/** Writes predicted structures, all formats but {@link FoldFormat#NPY} one after another. */
public final class FoldWriter {
  private final Writer out;
  private final FoldFormat format;
  private final double least;

  /**
   * Writes to {@code out}; a table's header at once.
   *
   * @param format any but {@link FoldFormat#NPY}
   * @param least probability from which on a pair is listed in tsv and jsonl
   */
  public FoldWriter(Writer out, FoldFormat format, double least) throws IOException {
    this.out = out;
    this.format = format;
    this.least = least;
    if (format == FoldFormat.TSV) {
      out.write("id\tfirst\tbase\tsecond\tbase\tprobability\tin_structure\n");
    }
  }

  /** Writes what is predicted of one RNA. */
  public void write(Folded folded) throws IOException {
    Structure structure = folded.structure();
    Sequence rna = structure.rna();
    switch (format) {
      case DBN ->
          out.write(
              String.format(
                  Locale.ROOT,
                  ">%s\n%s\n%s (%.3f) %s\n",
                  rna.name(),
                  rna.letters(),
                  DotBracket.line(structure),
                  folded.accuracy(),
                  folded.method().label()));
      case CT -> ct(folded);
      case BPSEQ -> {
        out.write("# " + rna.name() + "\n");
        int[] partners = structure.partners();
        for (int i = 0; i < partners.length; i++) {
          out.write((i + 1) + " " + rna.letter(i) + " " + (partners[i] + 1) + "\n");
        }
      }
      case TSV -> {
        for (Listed pair : pairs(folded)) {
          out.write(
              String.format(
                  Locale.ROOT,
                  "%s\t%d\t%s\t%d\t%s\t%.6g\t%s\n",
                  rna.name(),
                  pair.first() + 1,
                  rna.letter(pair.first()),
                  pair.second() + 1,
                  rna.letter(pair.second()),
                  pair.probability(),
                  pair.isCalled()));
        }
      }
      case JSONL -> out.write(Json.line(json(folded)) + "\n");
      case NPY -> throw new IllegalArgumentException("npy is no text");
    }
  }

  private void ct(Folded folded) throws IOException {
    Sequence rna = folded.structure().rna();
    int[] partners = folded.structure().partners();
    int length = partners.length;
    out.write(
        String.format(
            Locale.ROOT, "%d accuracy = %.3f %s\n", length, folded.accuracy(), rna.name()));
    for (int i = 0; i < length; i++) {
      out.write(
          String.format(
              Locale.ROOT,
              "%d %s %d %d %d %d\n",
              i + 1,
              rna.letter(i),
              i,
              i + 2 <= length ? i + 2 : 0,
              partners[i] + 1,
              i + 1));
    }
  }

  /** A pair to be listed, its places from 0, and whether the structure has it. */
  private record Listed(int first, int second, double probability, boolean isCalled) {}

  private List<Listed> pairs(Folded folded) {
    PairProbabilities probabilities = folded.probabilities();
    int[] partners = folded.structure().partners();
    List<Listed> pairs = new ArrayList<>();
    for (int i = 0; i < partners.length; i++) {
      for (int j = i + 1; j < partners.length; j++) {
        double probability = probabilities.pair(i, j);
        if (probability >= least || partners[i] == j) {
          pairs.add(new Listed(i, j, probability, partners[i] == j));
        }
      }
    }
    return pairs;
  }

  private Map<String, Object> json(Folded folded) {
    Sequence rna = folded.structure().rna();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", rna.name());
    json.put("length", rna.length());
    json.put("sequence", rna.letters());
    json.put("structure", DotBracket.line(folded.structure()));
    json.put("accuracy", (float) folded.accuracy());
    json.put("method", folded.method().label());
    double score = folded.probabilities().score();
    json.put("log_partition", Double.isNaN(score) ? null : score);
    List<Object> unpaired = new ArrayList<>();
    for (int i = 0; i < rna.length(); i++) {
      unpaired.add((float) folded.probabilities().unpaired(i));
    }
    json.put("unpaired", unpaired);
    json.put(
        "pairs",
        pairs(folded).stream()
            .map(pair -> List.of(pair.first() + 1, pair.second() + 1, (float) pair.probability()))
            .toList());
    return json;
  }

  /** Writes the matrix of probabilities, symmetric, as a NumPy array of 32-bit floats. */
  public static void npy(OutputStream out, PairProbabilities probabilities) throws IOException {
    int length = probabilities.length();
    out.write(NpyWriter.header(length, length));
    ByteBuffer row = ByteBuffer.allocate(length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < length; i++) {
      for (int j = 0; j < length; j++) {
        row.putFloat(j * Float.BYTES, (float) probabilities.pair(i, j));
      }
      out.write(Arrays.copyOf(row.array(), row.capacity()));
    }
  }
}
