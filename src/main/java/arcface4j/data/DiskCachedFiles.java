package arcface4j.data;

import arcface4j.image.ImageDecoder;
import arcface4j.io.DataException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Files whose planes a disk cache keeps. It is believed while the file has the length and the time
 * of modification that it had; where the time alone differs, the content's hash decides. So a
 * change that keeps both is not seen, as make and rsync do not see it.
 */
final class DiskCachedFiles implements ImageSource {

  private final DecodedFiles decoded;
  private final DiskImages kept;

  DiskCachedFiles(DecodedFiles decoded, DiskImages kept) {
    this.decoded = decoded;
    this.kept = kept;
  }

  @Override
  public int size() {
    return decoded.size();
  }

  @Override
  public ImageShape shape() {
    return decoded.shape();
  }

  @Override
  public String name(int row) {
    return decoded.name(row);
  }

  @Override
  public void read(int row, byte[] into, int offset) throws DataException {
    Path file = decoded.files().get(row).path();
    Optional<FileState> state = FileState.of(file);
    if (state.isEmpty()) {
      decoded.read(row, into, offset); // which knows why
      return;
    }
    String name = ImageFiles.name(file.toAbsolutePath());
    Optional<CachedFile> found = kept.find(name);
    boolean isSame = found.isPresent() && found.get().state().equals(state.get());
    if (!isSame || !kept.read(name, found.get(), into, offset)) {
      open(file, name, state.get(), found, into, offset);
    }
  }

  private void open(
      Path file, String name, FileState state, Optional<CachedFile> found, byte[] into, int offset)
      throws DataException {
    byte[] encoded = ImageDecoder.bytes(file);
    byte[] hash = DigestUtils.sha256(encoded);
    boolean isWhole =
        state.bytes() == encoded.length && FileState.of(file).equals(Optional.of(state));
    boolean mayKeep = isWhole && state.isSettled();
    if (found.isPresent()
        && found.get().hasContent(hash)
        && kept.read(name, found.get(), into, offset)) {
      if (mayKeep) {
        kept.touch(name, found.get(), state);
      }
      return;
    }
    byte[] planes = ImageDecoder.decode(encoded, file.toString(), decoded.preprocessing());
    System.arraycopy(planes, 0, into, offset, planes.length);
    if (mayKeep) {
      kept.put(name, state, hash, planes);
    }
  }

  @Override
  public int workers() {
    return decoded.workers();
  }

  @Override
  public Optional<ImageFile> file(int row) {
    return decoded.file(row);
  }
}
