package arcface4j.train;

import arcface4j.io.AtomicFile;
import arcface4j.io.DataException;
import arcface4j.io.WriteLock;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/**
 * The folder of one run; that it can be written to was tried before it is handed out.
 *
 * @param path the folder
 */
public record RunFolder(Path path) {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  /**
   * Makes a new folder {@code <parent>/<yyyyMMdd-HHmmss>-<name>}, with {@code -2}, {@code -3} ...
   * behind it when another run began in the same second.
   *
   * @param name any text; what does not belong in a file name becomes a dash
   * @throws IOException if it cannot be made or written to; the message is one line
   */
  public static RunFolder create(Path parent, LocalDateTime start, String name) throws IOException {
    String base = TIME.format(start) + "-" + name.replaceAll("[^\\p{L}\\p{N}._=-]+", "-");
    try {
      AtomicFile.makeFolder(parent);
      return tried(createFirstFree(parent, base));
    } catch (IOException e) {
      throw refusal(parent.resolve(base), e);
    }
  }

  /**
   * Takes a folder that the user named, new or not.
   *
   * @throws IOException if it cannot be made or written to; the message is one line
   */
  public static RunFolder open(Path path) throws IOException {
    try {
      AtomicFile.makeFolder(path);
      return tried(path);
    } catch (IOException e) {
      throw refusal(path, e);
    }
  }

  private static Path createFirstFree(Path parent, String base) throws IOException {
    for (int number = 1; ; number++) {
      try {
        return Files.createDirectory(parent.resolve(number == 1 ? base : base + "-" + number));
      } catch (FileAlreadyExistsException e) {
        // Another run began in the same second; take the next number.
      }
    }
  }

  private static RunFolder tried(Path folder) throws IOException {
    RunFolder run = new RunFolder(folder);
    AtomicFile.requireWritable(run.record());
    return run;
  }

  private static IOException refusal(Path folder, IOException cause) {
    return new IOException(
        "the run folder " + folder + " cannot be written to: " + DataException.reason(cause),
        cause);
  }

  /**
   * Keeps others from writing {@code run.json} and {@code metrics.csv} until the lock is closed.
   *
   * @throws IOException if another process writes to them
   */
  public WriteLock lock() throws IOException {
    return WriteLock.on(record());
  }

  /** {@code checkpoints}, unless the user named another folder for them. */
  public Path checkpoints() {
    return path.resolve("checkpoints");
  }

  /** {@code run.json}. */
  public Path record() {
    return path.resolve("run.json");
  }

  /** {@code metrics.csv}. */
  public Path metrics() {
    return path.resolve("metrics.csv");
  }
}
