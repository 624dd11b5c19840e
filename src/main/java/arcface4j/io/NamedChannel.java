package arcface4j.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file whose failures say which file it is. The system's own words, such as "No space left on
 * device", do not; here they come as a {@link FileSystemException}.
 */
public final class NamedChannel extends FileChannel {

  private final Path name;
  private final FileChannel file;

  NamedChannel(Path name, FileChannel file) {
    this.name = name;
    this.file = file;
  }

  /**
   * Opens a file, for reading unless the options say otherwise.
   *
   * @throws FileSystemException if it cannot be opened, or is a folder
   */
  public static NamedChannel open(Path path, OpenOption... options) throws IOException {
    if (Files.isDirectory(path)) {
      throw new FileSystemException(path.toString(), null, "it is a folder; a file is needed");
    }
    return new NamedChannel(
        path,
        FileChannel.open(
            path, options.length == 0 ? new OpenOption[] {StandardOpenOption.READ} : options));
  }

  /** The bytes of a file. */
  public static InputStream input(Path path) throws IOException {
    return Channels.newInputStream(open(path));
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T named(Work<T> work) throws IOException {
    try {
      return work.run();
    } catch (IOException e) {
      boolean isOfTheSystem = e.getClass() == IOException.class;
      throw isOfTheSystem ? asOfFile(e) : e;
    }
  }

  private IOException asOfFile(IOException e) {
    FileSystemException named = new FileSystemException(name.toString(), null, e.getMessage());
    named.initCause(e);
    return named;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return named(() -> file.read(into));
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    return named(() -> file.read(into, offset, length));
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    return named(() -> file.read(into, position));
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    return named(() -> file.write(from));
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) throws IOException {
    return named(() -> file.write(from, offset, length));
  }

  @Override
  public int write(ByteBuffer from, long position) throws IOException {
    return named(() -> file.write(from, position));
  }

  @Override
  public long position() throws IOException {
    return named(file::position);
  }

  @Override
  public FileChannel position(long position) throws IOException {
    named(() -> file.position(position));
    return this;
  }

  @Override
  public long size() throws IOException {
    return named(file::size);
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    named(() -> file.truncate(size));
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    named(
        () -> {
          file.force(metaData);
          return this;
        });
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    return named(() -> file.transferTo(position, count, target));
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count)
      throws IOException {
    return named(() -> file.transferFrom(source, position, count));
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    return named(() -> file.map(mode, position, size));
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    return named(() -> file.lock(position, size, shared));
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return named(() -> file.tryLock(position, size, shared));
  }

  @Override
  protected void implCloseChannel() throws IOException {
    named(
        () -> {
          file.close();
          return this;
        });
  }
}
