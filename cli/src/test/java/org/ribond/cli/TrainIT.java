package org.ribond.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.cli.RibondProcess.Result;
import org.ribond.engine.contact.complex.Chain;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.ComplexesFile;
import org.ribond.engine.contact.complex.Contact;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

/** {@code ribond train}, stopped and killed: what it leaves, and what {@code --resume} makes. */
class TrainIT {
  private static final int EPOCHS = 80;

  @TempDir private static Path directory;
  private static Path data;
  private static Path valid;
  private static byte[] model;

  @BeforeAll
  static void trainWithoutAStop() throws IOException {
    data = directory.resolve("train.jsonl");
    valid = directory.resolve("valid.jsonl");
    ComplexesFile.write(data, complexes(1, 8));
    ComplexesFile.write(valid, complexes(2, 3));
    Path out = directory.resolve("whole.safetensors");

    Result result = RibondProcess.run(train(out));

    assertEquals(0, result.exitCode(), result.stderr());
    model = Files.readAllBytes(out);
  }

  private static List<Complex> complexes(int seed, int count) {
    Random random = new Random(seed);
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              TreeSet<Contact> contacts = new TreeSet<>();
              while (contacts.size() < 20) {
                contacts.add(new Contact(random.nextInt(60), random.nextInt(30)));
              }
              return new Complex(
                  i + "abc_A_R",
                  i + "abc",
                  new Chain("A", sequence(random, Alphabet.PROTEIN, 60), new BitSet()),
                  new Chain("R", sequence(random, Alphabet.RNA, 30), new BitSet()),
                  List.copyOf(contacts),
                  3.5,
                  Optional.empty());
            })
        .toList();
  }

  private static Sequence sequence(Random random, Alphabet alphabet, int length) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < length; i++) {
      letters.append(alphabet.letters().charAt(random.nextInt(alphabet.size())));
    }
    return new Sequence("s", alphabet, letters.toString());
  }

  /** Two networks of so many epochs that a stop finds the run under way. */
  private static Object[] train(Path out, Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "-q",
                "--data",
                data,
                "--valid",
                valid,
                "--out",
                out,
                "--backend",
                "vector",
                "--window",
                5,
                "--hidden",
                "8,4",
                "--members",
                2,
                "--epochs",
                EPOCHS,
                "--patience",
                0,
                "--batch",
                512));
    arguments.addAll(List.of(more));
    return arguments.toArray();
  }

  private static Path checkpoint(Path out) {
    return out.resolveSibling(
        out.getFileName().toString().replace(".safetensors", ".checkpoint.safetensors"));
  }

  /** Starts a run and waits until it has written a checkpoint. */
  private static Process started(Path out, Object... more)
      throws IOException, InterruptedException {
    Path messages = out.resolveSibling(out.getFileName() + ".err");
    Optional<FileTime> before = written(out);
    Process process =
        RibondProcess.builder(train(out, more))
            .redirectErrorStream(true)
            .redirectOutput(messages.toFile())
            .start();
    while (written(out).equals(before)) {
      assertFalse(
          process.waitFor(5, TimeUnit.MILLISECONDS),
          () -> "ended without a checkpoint: " + process.exitValue());
    }
    return process;
  }

  /** When the checkpoint was last written. */
  private static Optional<FileTime> written(Path out) throws IOException {
    try {
      return Optional.of(Files.getLastModifiedTime(checkpoint(out)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static String messages(Path out) throws IOException {
    return Files.readString(out.resolveSibling(out.getFileName() + ".err"));
  }

  private static void signal(Process process, String name)
      throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    assertEquals(0, new ProcessBuilder("kill", "-" + name, pid).start().waitFor());
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running after SIG" + name);
  }

  /** A shell starts what it runs in the background with Ctrl-C ignored, which children inherit. */
  private static boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("SigIgn:"))
          .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    }
  }

  /** Whatever the number of networks at a time then and now. */
  private static void assertResumesToTheSameModel(Path out) throws IOException {
    Result result = RibondProcess.run(train(out, "--resume", "--jobs", 1));

    assertEquals(0, result.exitCode(), result.stderr());
    assertArrayEquals(model, Files.readAllBytes(out));
    assertFalse(Files.exists(checkpoint(out)), "the checkpoint of a run that is done is removed");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 3", "2, 2", "3, 1"})
  void jobs_ofAnyNumber_giveTheSameBytes(int jobs, int threads) throws IOException {
    Path out = directory.resolve("jobs" + jobs + "-" + threads + ".safetensors");

    Result result = RibondProcess.run(train(out, "--jobs", jobs, "--threads", threads));

    assertEquals(0, result.exitCode(), result.stderr());
    assertArrayEquals(model, Files.readAllBytes(out));
    List<String> epochs =
        Files.readAllLines(directory.resolve("jobs" + jobs + "-" + threads + ".metrics.tsv"));
    assertEquals(1 + 2 * EPOCHS, epochs.size());
    assertTrue(epochs.get(EPOCHS).startsWith("1\t" + EPOCHS + "\t"), epochs.get(EPOCHS));
  }

  @Test
  void messages_ofNetworksSideBySide_sayWhichNetworkAnEpochBelongsTo() {
    Path out = directory.resolve("told.safetensors");
    List<Object> arguments = new ArrayList<>(List.of(train(out, "--jobs", 2)));
    arguments.remove("-q");

    Result result = RibondProcess.run(arguments.toArray());

    assertEquals(0, result.exitCode(), result.stderr());
    assertTrue(result.stderr().contains("ribond: 2 networks at a time"), result.stderr());
    for (String epoch : List.of("member 1, epoch 2: loss", "member 2, epoch 1: loss")) {
      assertTrue(result.stderr().contains("ribond: " + epoch), result.stderr());
    }
  }

  @Test
  void interrupt_beforeTrainingBegins_endsWithCode5AndOneLine() throws Exception {
    assumeFalse(ignoresInterrupts(), "skipped: this process was started with SIGINT ignored");
    Path out = directory.resolve("early.safetensors");
    List<Object> arguments = new ArrayList<>(List.of(train(out)));
    arguments.set(arguments.indexOf("--data") + 1, "-");
    Path messages = directory.resolve("early.err");
    Process process =
        RibondProcess.builder(arguments.toArray()).redirectError(messages.toFile()).start();

    // What a pipe cannot hold has been read, and so the data are being read.
    process.getOutputStream().write(new byte[1 << 20]);
    process.getOutputStream().flush();
    signal(process, "INT");

    assertEquals(5, process.exitValue(), Files.readString(messages));
    assertEquals(
        "ribond: interrupted before training began; the same command starts again",
        Files.readString(messages).strip());
    assertFalse(Files.exists(out));
  }

  @Test
  void interrupt_duringTraining_endsWithCode5AndResumesToTheSameBytes() throws Exception {
    assumeFalse(ignoresInterrupts(), "skipped: this process was started with SIGINT ignored");
    Path out = directory.resolve("interrupted.safetensors");

    Process process = started(out);
    signal(process, "INT");

    assertEquals(5, process.exitValue(), messages(out));
    assertTrue(
        messages(out)
            .matches(
                "ribond: interrupted in epoch \\d+ of network [12]( and epoch \\d+ of network 2)?;"
                    + " .*--resume.*\\R"),
        messages(out));
    assertTrue(Files.exists(checkpoint(out)));
    assertFalse(Files.exists(out));
    assertResumesToTheSameModel(out);
  }

  @Test
  void terminateTwice_duringTraining_endsWithCode5EachTimeAndResumesToTheSameBytes()
      throws Exception {
    Path out = directory.resolve("terminated.safetensors");

    for (int time = 0; time < 2; time++) {
      Process process = started(out, "--resume");
      signal(process, "TERM");
      assertEquals(5, process.exitValue(), messages(out));
    }

    assertResumesToTheSameModel(out);
  }

  @Test
  void kill_duringTraining_leavesTheEarlierModelAndAWholeCheckpoint() throws Exception {
    Path out = directory.resolve("killed.safetensors");
    Files.writeString(out, "from before");

    signal(started(out), "KILL");

    assertEquals("from before", Files.readString(out));
    assertResumesToTheSameModel(out);
  }

  @Test
  void start_withACheckpointAndWithoutResume_isRefused() throws Exception {
    Path out = directory.resolve("again.safetensors");
    byte[] before = Files.readAllBytes(data);
    Files.write(checkpoint(out), before);

    Result result = RibondProcess.run(train(out));

    assertEquals(2, result.exitCode(), result.stderr());
    assertTrue(result.stderr().contains("go on with --resume"), result.stderr());
    assertArrayEquals(before, Files.readAllBytes(checkpoint(out)));
  }

  @Test
  void resume_ofOtherOptionsOrABrokenCheckpoint_isRefusedInOneLine() throws Exception {
    Path out = directory.resolve("other.safetensors");
    signal(started(out), "KILL");
    byte[] whole = Files.readAllBytes(checkpoint(out));

    Result other = RibondProcess.run(train(out, "--resume", "--seed", 9));
    Files.write(checkpoint(out), Arrays.copyOf(whole, whole.length / 2));
    Result broken = RibondProcess.run(train(out, "--resume"));

    assertEquals(3, other.exitCode(), other.stderr());
    assertTrue(other.stderr().contains("is of another run, with seed 1, not 9"), other.stderr());
    assertEquals(3, broken.exitCode(), broken.stderr());
    assertTrue(broken.stderr().contains("is truncated"), broken.stderr());
    assertEquals(1, broken.stderr().lines().count(), broken.stderr());
  }

  @Test
  void train_withARateFarTooHigh_saysThatItDiverged() {
    Path out = directory.resolve("wild.safetensors");

    Result result =
        RibondProcess.run(
            "train",
            "-q",
            "--data",
            data,
            "--valid",
            valid,
            "--epochs",
            3,
            "--members",
            1,
            "--hidden",
            "16,8",
            "--backend",
            "vector",
            "--lr",
            "1e6",
            "--out",
            out);

    assertEquals(2, result.exitCode(), result.stderr());
    assertTrue(result.stderr().startsWith("ribond: training diverged: "), result.stderr());
    assertFalse(Files.exists(out));
  }

  @Test
  void train_whileAnotherProgramTrainsThere_isRefused() throws IOException {
    Path out = directory.resolve("taken.safetensors");
    try (FileChannel channel =
            FileChannel.open(
                directory.resolve("taken.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      Result result = RibondProcess.run(train(out));

      assertTrue(lock.isValid());
      assertEquals(2, result.exitCode(), result.stderr());
      assertEquals(
          "ribond: "
              + out
              + ": another training to this file is under way: wait for it, or give another"
              + " --out\n",
          result.stderr());
      assertFalse(Files.exists(out));
    }
    assertFalse(Files.exists(directory.resolve("whole.lock")));
  }
}
