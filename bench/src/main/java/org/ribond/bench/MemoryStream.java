package org.ribond.bench;

import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Matrix;

/** Copying more than any cache holds: the memory's peak, reading and writing counted. */
final class MemoryStream implements Workload {
  private static final int COLUMNS = 1 << 12;
  private static final int MOST_ROWS = 1 << 12;

  @Override
  public Kind kind() {
    return Kind.STREAM;
  }

  @Override
  public String name() {
    return "copy";
  }

  @Override
  public String describe(int size) {
    return (long) size * COLUMNS * Float.BYTES / (1 << 20) + " MiB";
  }

  @Override
  public Job prepare(Backend backend) {
    return new StreamJob(backend);
  }

  private static final class StreamJob implements Job {
    private final Backend backend;
    private final float[] line = Values.floats(COLUMNS, 0);
    private final Matrix from;
    private final Matrix to;

    StreamJob(Backend backend) {
      this.backend = backend;
      float[] values = new float[MOST_ROWS * COLUMNS];
      for (int row = 0; row < MOST_ROWS; row++) {
        System.arraycopy(line, 0, values, row * COLUMNS, COLUMNS);
      }
      from = Values.matrix(backend, MOST_ROWS, COLUMNS, values);
      to = backend.allocate(MOST_ROWS, COLUMNS);
    }

    @Override
    public int least() {
      return MOST_ROWS;
    }

    @Override
    public int most() {
      return MOST_ROWS;
    }

    @Override
    public void run(int size) {
      backend.copy(from, to);
      backend.synchronize();
    }

    @Override
    public double amount() {
      return 2.0 * COLUMNS * Float.BYTES;
    }

    @Override
    public double cost() {
      return amount();
    }

    @Override
    public String check() {
      run(MOST_ROWS);
      float[] values = new float[MOST_ROWS * COLUMNS];
      backend.download(to, values);
      for (int i = 0; i < values.length; i++) {
        if (values[i] != line[i % COLUMNS]) {
          throw new WrongResultException("element " + i + " was not copied");
        }
      }
      return "copy exact";
    }

    @Override
    public void close() {
      to.close();
      from.close();
    }
  }
}
