package org.ribond.engine.embed.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.ribond.engine.embed.data.Encoder;
import org.ribond.engine.embed.data.Transcript;

/** Numbers of samples, NaN where one is not known. Immutable. */
public final class FeatureTable {
  private final List<String> names;
  private final int rows;

  /** Rows x columns, row-major. */
  private final float[] values;

  private FeatureTable(List<String> names, int rows, float[] values) {
    this.names = List.copyOf(names);
    this.rows = rows;
    this.values = values;
  }

  /** What all of {@code features} say of the transcripts. */
  public static FeatureTable of(List<Features> features, List<Transcript> transcripts) {
    List<String> names = features.stream().flatMap(one -> one.names().stream()).toList();
    int columns = names.size();
    float[] values = new float[Math.multiplyExact(transcripts.size(), columns)];
    IntStream.range(0, transcripts.size())
        .parallel()
        .forEach(
            i -> {
              int at = i * columns;
              for (Features one : features) {
                one.write(transcripts.get(i), values, at);
                at += one.names().size();
              }
            });
    return new FeatureTable(names, transcripts.size(), values);
  }

  /**
   * Vectors as they are.
   *
   * @param name what the columns are called, with a number behind
   * @throws IllegalArgumentException if they are not equally long
   */
  public static FeatureTable of(String name, List<float[]> vectors) {
    int columns = vectors.isEmpty() ? 0 : vectors.getFirst().length;
    float[] values = new float[Math.multiplyExact(vectors.size(), columns)];
    for (int i = 0; i < vectors.size(); i++) {
      if (vectors.get(i).length != columns) {
        throw new IllegalArgumentException(
            "vectors of " + columns + " and " + vectors.get(i).length + " numbers");
      }
      System.arraycopy(vectors.get(i), 0, values, i * columns, columns);
    }
    List<String> names = IntStream.range(0, columns).mapToObj(i -> name + i).toList();
    return new FeatureTable(names, vectors.size(), values);
  }

  /** The vectors that {@code encoder} makes of the transcripts. */
  public static FeatureTable of(Encoder encoder, List<Transcript> transcripts) {
    return of("vector_", List.of(encoder.vectors(transcripts)));
  }

  /**
   * The columns of this table and those of another one behind them.
   *
   * @throws IllegalArgumentException if it has other rows
   */
  public FeatureTable beside(FeatureTable other) {
    if (other.rows != rows) {
      throw new IllegalArgumentException(
          "tables of " + rows + " and " + other.rows + " rows do not stand side by side");
    }
    List<String> both = new ArrayList<>(names);
    both.addAll(other.names);
    float[] joined = new float[Math.multiplyExact(rows, both.size())];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, row * columns(), joined, row * both.size(), columns());
      System.arraycopy(
          other.values,
          row * other.columns(),
          joined,
          row * both.size() + columns(),
          other.columns());
    }
    return new FeatureTable(both, rows, joined);
  }

  /** The columns whose known numbers are not all the same. */
  public FeatureTable withoutConstants() {
    int[] kept = IntStream.range(0, columns()).filter(this::varies).toArray();
    float[] left = new float[rows * kept.length];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < kept.length; i++) {
        left[row * kept.length + i] = value(row, kept[i]);
      }
    }
    return new FeatureTable(IntStream.of(kept).mapToObj(names::get).toList(), rows, left);
  }

  private boolean varies(int column) {
    float first = Float.NaN;
    for (int row = 0; row < rows; row++) {
      float value = value(row, column);
      if (Float.isNaN(first)) {
        first = value;
      } else if (!Float.isNaN(value) && value != first) {
        return true;
      }
    }
    return false;
  }

  /** Names of the columns. */
  public List<String> names() {
    return names;
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Number of columns. */
  public int columns() {
    return names.size();
  }

  /** A number; NaN if it is not known. */
  public float value(int row, int column) {
    return values[row * names.size() + column];
  }
}
