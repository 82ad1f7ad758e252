package org.ribond.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.ribond.engine.compute.Device;

/** Gives any queue recordings: it keeps launches with their arguments, and launches them again. */
public final class ReplayingQueue implements DeviceQueue {
  private final DeviceQueue queue;
  private List<Runnable> tape = List.of();
  private boolean recording;
  private boolean refusing;
  private int recorded;
  private int replayed;
  private int open;

  /** Over a queue that it takes over. */
  public ReplayingQueue(DeviceQueue queue) {
    this.queue = queue;
  }

  /** The same queue, which then refuses every recording at its end. */
  public ReplayingQueue refusing() {
    refusing = true;
    return this;
  }

  /** Recordings begun. */
  public int recorded() {
    return recorded;
  }

  /** Recordings played. */
  public int replayed() {
    return replayed;
  }

  /** Recordings not given back. */
  public int open() {
    return open;
  }

  @Override
  public boolean canRecord() {
    return true;
  }

  @Override
  public Optional<Recording> record(Runnable launches) {
    recorded++;
    List<Runnable> kept = new ArrayList<>();
    tape = kept;
    recording = true;
    try {
      launches.run();
    } finally {
      recording = false;
    }
    if (refusing) {
      return Optional.empty();
    }
    open++;
    return Optional.of(
        new Recording() {
          @Override
          public void replay() {
            replayed++;
            kept.forEach(Runnable::run);
          }

          @Override
          public void close() {
            open--;
          }
        });
  }

  @Override
  public Launch launch(String kernel) {
    return recording ? new KeptLaunch(kernel) : queue.launch(kernel);
  }

  private final class KeptLaunch implements Launch {
    private final String kernel;
    private final List<UnaryOperator<Launch>> arguments = new ArrayList<>();

    KeptLaunch(String kernel) {
      this.kernel = kernel;
    }

    private Launch keep(UnaryOperator<Launch> argument) {
      arguments.add(argument);
      return this;
    }

    @Override
    public Launch memory(DeviceMemory memory) {
      return keep(launch -> launch.memory(memory));
    }

    @Override
    public Launch integer(int value) {
      return keep(launch -> launch.integer(value));
    }

    @Override
    public Launch real(float value) {
      return keep(launch -> launch.real(value));
    }

    @Override
    public void run(int groupsX, int groupsY, int groupsZ, int itemsX, int itemsY) {
      tape.add(
          () -> {
            Launch launch = queue.launch(kernel);
            for (UnaryOperator<Launch> argument : arguments) {
              launch = argument.apply(launch);
            }
            launch.run(groupsX, groupsY, groupsZ, itemsX, itemsY);
          });
    }
  }

  private void notRecording(String call) {
    if (recording) {
      throw new IllegalStateException(call + " in a recording");
    }
  }

  @Override
  public DeviceMemory allocate(long bytes) {
    notRecording("allocate");
    return queue.allocate(bytes);
  }

  @Override
  public void write(float[] values, DeviceMemory to, int rows, int columns, int stride) {
    notRecording("write");
    queue.write(values, to, rows, columns, stride);
  }

  @Override
  public void write(int[] values, DeviceMemory to) {
    notRecording("write");
    queue.write(values, to);
  }

  @Override
  public void read(DeviceMemory from, int rows, int columns, int stride, float[] values) {
    notRecording("read");
    queue.read(from, rows, columns, stride, values);
  }

  @Override
  public void synchronize() {
    notRecording("synchronize");
    queue.synchronize();
  }

  @Override
  public Device device() {
    return queue.device();
  }

  @Override
  public boolean isProcessor() {
    return queue.isProcessor();
  }

  @Override
  public int vectorWidth() {
    return queue.vectorWidth();
  }

  @Override
  public void close() {
    queue.close();
  }
}
