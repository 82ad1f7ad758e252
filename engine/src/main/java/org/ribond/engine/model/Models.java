package org.ribond.engine.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.FileError;

/** The models that come with Ribond, and the files of all others. */
public final class Models {
  /** Name of the model of contacts that is used where none is named. */
  public static final String DEFAULT = "default";

  /** Name of the model of contacts on pairs of windows. */
  public static final String WINDOW = "window";

  /** Name of the network on proteins that the model of contacts began with. */
  public static final String RESIDUES = "residues";

  /** Name of the model of structures that is used where none is named. */
  public static final String FOLD = "fold";

  /** Name of the encoder of transcripts that is used where none is named. */
  public static final String EMBED = "embed";

  private static final String DIRECTORY = "/org/ribond/models/";
  private static final List<String> NAMES =
      List.of(DEFAULT, WINDOW, RESIDUES, "paper", FOLD, EMBED);

  private Models() {}

  /** Names of the models that come with this Ribond. */
  public static List<String> names() {
    return NAMES.stream().filter(name -> Models.class.getResource(resource(name)) != null).toList();
  }

  private static String resource(String name) {
    return DIRECTORY + name + ".safetensors";
  }

  /**
   * Reads the model of this name, or else the file of this path.
   *
   * @throws DataException if there is neither, or it is no usable model
   */
  public static TrainedModel read(String nameOrPath) {
    if (NAMES.contains(nameOrPath)) {
      try (InputStream in = Models.class.getResourceAsStream(resource(nameOrPath))) {
        if (in != null) {
          return ModelFile.read("model " + nameOrPath, in.readAllBytes());
        }
      } catch (IOException e) {
        throw new DataException(
            "model " + nameOrPath + ": cannot be read: " + FileError.reason(e), e);
      }
    }
    if (nameOrPath.isEmpty()) {
      throw new DataException("'' names no model");
    }
    Path path = Path.of(nameOrPath);
    if (!Files.exists(path)) {
      List<String> known = names();
      throw new DataException(
          nameOrPath
              + ": no such model file"
              + (known.isEmpty() ? "" : ", nor one of the models " + String.join(", ", known)));
    }
    return ModelFile.read(path);
  }
}
