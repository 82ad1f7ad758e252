package org.ribond.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.FileError;

/**
 * The standard output, of which no failure gets lost: {@code System.out} hides them all. Not
 * buffered.
 */
final class StandardOutput extends OutputStream {
  private static final int FILE_TYPE = 0xF000;
  private static final int PIPE = 0x1000;
  private static final int SOCKET = 0xC000;

  private final OutputStream out = new FileOutputStream(FileDescriptor.out);

  /**
   * @throws ClosedPipeException if nobody reads the pipe any more
   * @throws DataException if it cannot be written to, such as on a full disk
   */
  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /** See {@link #write(int)}. */
  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      if (isPipe()) {
        throw new ClosedPipeException();
      }
      throw new DataException("standard output cannot be written: " + FileError.reason(e), e);
    }
  }

  /**
   * Whether it is a pipe or a socket, which takes every byte as long as somebody reads. The words
   * of the error itself depend on the user's language.
   */
  private static boolean isPipe() {
    try {
      int type = (int) Files.getAttribute(Path.of("/dev/fd/1"), "unix:mode") & FILE_TYPE;
      return type == PIPE || type == SOCKET;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return true;
    }
  }
}
