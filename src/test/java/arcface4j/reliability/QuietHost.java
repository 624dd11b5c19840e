package arcface4j.reliability;

import arcface4j.search.GraphHost;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Makes graphs without telling. */
final class QuietHost implements GraphHost {

  @Override
  public void tell(String line) {}

  @Override
  public void prepare(Path target) {}

  @Override
  public void progress(int done, int total) {}

  @Override
  public void store(Path target, Body body) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            target,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      body.writeTo(channel);
    }
  }
}
