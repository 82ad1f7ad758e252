package org.ribond.kernels;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.Optional;
import org.ribond.engine.compute.BackendUnavailableException;

/**
 * The native half of a Java binding (JOCL, JCuda), in the build for the system at hand. The
 * launcher names a folder that has it in {@code java.library.path}, and the binding loads it from
 * there. If that fails, be it only that there is no driver, the binding unpacks a copy under a
 * fixed name into the folder for temporary files and tries that one: so it is asked only for what
 * loads. Without such a folder it unpacks its copy as it always did.
 */
public final class NativeLibrary {
  private final String binding;
  private final String file;
  private final String path;

  /**
   * A library in the folders of {@code java.library.path}, or in the binding's own jar.
   *
   * @param binding the binding, for messages
   * @param name the library's name with its system, as the binding asks for it
   */
  public NativeLibrary(String binding, String name) {
    this(binding, name, System.getProperty("java.library.path", ""));
  }

  NativeLibrary(String binding, String name, String path) {
    this.binding = binding;
    this.file = System.mapLibraryName(name);
    this.path = path;
  }

  /**
   * Makes sure that the library in the folder loads, if a folder has it. The binding must load it
   * itself all the same: JOCL's, when Java loads it, wants JOCL to have begun.
   *
   * @throws UnsatisfiedLinkError if the system's linker refuses it, with its words
   * @throws BackendUnavailableException if the binding has none for this system
   */
  @SuppressWarnings("restricted") // Native access is what a driver is for.
  public void require() {
    Optional<Path> found = find();
    if (found.isPresent()) {
      try {
        SymbolLookup.libraryLookup(found.get(), Arena.global());
      } catch (IllegalArgumentException e) {
        // Fails alike, and says why.
        System.load(found.get().toString());
      }
    } else if (!isInJar()) {
      throw new BackendUnavailableException(
          binding
              + " has no native library for "
              + System.getProperty("os.name")
              + " on "
              + System.getProperty("os.arch")
              + " ("
              + file
              + "); see docs/gpu.md");
    }
  }

  /**
   * Why a binding does not begin. To be kept: its class tries once, and later errors do not say.
   *
   * @param first a call by which the binding's class begins
   */
  public static Optional<LinkageError> refusal(Runnable first) {
    try {
      first.run();
      return Optional.empty();
    } catch (LinkageError e) {
      return Optional.of(e);
    }
  }

  /** Whether the binding's jar has the library, where the binding looks for it. */
  public boolean isInJar() {
    return NativeLibrary.class.getResource("/lib/" + file) != null;
  }

  /** The file that Java takes when it is asked for the library by its name. */
  private Optional<Path> find() {
    for (String folder : path.split(File.pathSeparator, -1)) {
      File found = new File(folder.isEmpty() ? "." : folder, file).getAbsoluteFile();
      if (found.exists()) {
        return Optional.of(found.toPath());
      }
    }
    return Optional.empty();
  }
}
