package arcface4j.app.inspect;

import arcface4j.data.BatchStream;
import arcface4j.data.ImageFile;
import arcface4j.image.ImageDecoder;
import arcface4j.image.ImageFormat;
import arcface4j.image.ImageProbe;
import arcface4j.io.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Looks at files on all processors; each is read once and forgotten. */
final class FileLooks {

  /** Few enough to stop soon among large photos. */
  static final int BLOCK = 16;

  private FileLooks() {}

  /** The looks at all files in their order, block after block. */
  static BatchStream<List<Look>> open(List<Member> members) {
    int blocks = (members.size() + BLOCK - 1) / BLOCK;
    int threads = Runtime.getRuntime().availableProcessors();
    return new BatchStream<>(0, blocks, threads, block -> looks(members, block * BLOCK));
  }

  private static List<Look> looks(List<Member> members, int from) {
    List<Look> looks = new ArrayList<>(BLOCK);
    for (Member member : members.subList(from, Math.min(members.size(), from + BLOCK))) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("nobody waits for the files any more");
      }
      looks.add(look(member.file()));
    }
    return looks;
  }

  static Look look(ImageFile file) {
    try {
      return look(read(file.path()));
    } catch (DataException e) {
      return new Look.Unreadable(UnreadableFile.Kind.BROKEN, e.getMessage());
    }
  }

  private static byte[] read(Path file) throws DataException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new DataException("the file cannot be read: " + DataException.reason(e), e);
    } catch (OutOfMemoryError e) {
      throw new DataException("the file is too large for the heap");
    }
  }

  private static Look look(byte[] bytes) throws DataException {
    Optional<ImageFormat> format = ImageFormat.of(bytes);
    if (format.isPresent() && !format.get().readable()) {
      return new Look.Unreadable(
          UnreadableFile.Kind.OTHER_FORMAT,
          format.get() + " is not read here; " + format.get().advice());
    }
    try {
      GrayPicture gray = GrayPicture.of(ImageDecoder.decode(bytes, "", GrayPicture.RENDERING));
      return new Look.Picture(
          ImageProbe.probe(bytes, ""),
          Sha256.of(bytes),
          PerceptualHash.of(gray),
          Thumbnail.of(gray));
    } catch (DataException e) {
      // The file's name, which would come first, stands elsewhere.
      throw new DataException(e.getMessage().replaceFirst("^: ", ""), e);
    }
  }
}
