package org.ribond.engine.contact.complex;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.FileError;

/**
 * Builds complexes from many structures, several files at a time. The result does not depend on how
 * many: complexes stand in the order of their files.
 */
public final class DatasetBuilder {
  private static final String STRUCTURE_NAMES =
      "*.{pdb,ent,cif,mmcif,pdb.gz,ent.gz,cif.gz,mmcif.gz}";

  private DatasetBuilder() {}

  /**
   * A file to read.
   *
   * @param file its name
   * @param scanned whether a directory held it, so that it is skipped if it is broken; one that the
   *     user named is an error
   */
  public record Source(String file, boolean scanned) {}

  /**
   * What was built.
   *
   * @param structures number of structures that were read
   * @param complexes their complexes
   * @param skipped one line for each file that was passed over, naming it
   */
  public record Result(int structures, List<Complex> complexes, List<String> skipped) {}

  /** Told of each file when it is done, in order. */
  @FunctionalInterface
  public interface Listener {
    /** {@code done} of {@code total} files are done. */
    void onFile(int done, int total);
  }

  /**
   * Files named by {@code paths}: a file stands for itself, a directory for the structure files
   * right in it, by name.
   *
   * @throws DataException if a directory holds none or cannot be read, or if two files are of one
   *     structure
   */
  public static List<Source> sources(List<Path> paths) {
    List<Source> sources = new ArrayList<>();
    for (Path path : paths) {
      if (path.toString().isEmpty()) {
        throw new DataException("'' names no file");
      }
      if (Files.isDirectory(path)) {
        List<Path> files = scan(path);
        files.forEach(file -> sources.add(new Source(file.toString(), true)));
      } else {
        sources.add(new Source(path.toString(), false));
      }
    }
    Map<String, String> fileOfStructure = new HashMap<>();
    for (Source source : sources) {
      String structure = StructureFile.structureName(source.file());
      String earlier = fileOfStructure.putIfAbsent(structure, source.file());
      if (earlier != null) {
        throw new DataException(
            source.file() + ": structure '" + structure + "' is also in " + earlier);
      }
    }
    return sources;
  }

  private static List<Path> scan(Path directory) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, STRUCTURE_NAMES)) {
      stream.forEach(files::add);
    } catch (IOException e) {
      throw new DataException(directory + ": cannot be read: " + FileError.reason(e), e);
    }
    if (files.isEmpty()) {
      throw new DataException(
          directory + ": holds no structure files (.pdb, .ent, .cif or .mmcif, also with .gz)");
    }
    files.sort(null);
    return files;
  }

  /**
   * Reads {@code sources}.
   *
   * @param cutoff largest distance of a contact in angstrom, above zero
   * @param minContacts fewest contacts of a complex, at least 0
   * @param jobs files at a time, at least 1
   * @throws DataException if a file that was not scanned cannot be read or is no structure
   */
  public static Result build(
      List<Source> sources, double cutoff, int minContacts, int jobs, Listener listener) {
    List<Complex> complexes = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(jobs);
    try {
      List<Future<List<Complex>>> futures = new ArrayList<>();
      for (Source source : sources) {
        futures.add(pool.submit(() -> StructureFile.complexes(source.file(), cutoff, minContacts)));
      }
      for (int i = 0; i < sources.size(); i++) {
        try {
          complexes.addAll(result(futures.get(i)));
        } catch (DataException e) {
          if (!sources.get(i).scanned()) {
            throw e;
          }
          skipped.add(e.getMessage());
        }
        listener.onFile(i + 1, sources.size());
      }
    } finally {
      pool.shutdownNow();
    }
    return new Result(
        sources.size() - skipped.size(), List.copyOf(complexes), List.copyOf(skipped));
  }

  private static List<Complex> result(Future<List<Complex>> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException unchecked -> throw unchecked;
        case Error error -> throw error;
        default -> throw new IllegalStateException(e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while structures were read", e);
    }
  }
}
