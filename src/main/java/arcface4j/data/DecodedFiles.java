package arcface4j.data;

import arcface4j.image.ImageDecoder;
import arcface4j.image.Preprocessing;
import arcface4j.io.DataException;
import java.util.List;
import java.util.Optional;

/**
 * Files that are decoded each time they are asked for.
 *
 * @param files N
 * @param preprocessing what makes planes [3, H, W] of them
 */
record DecodedFiles(List<ImageFile> files, Preprocessing preprocessing) implements ImageSource {

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public ImageShape shape() {
    return new ImageShape(ImageDecoder.CHANNELS, preprocessing.height(), preprocessing.width());
  }

  @Override
  public String name(int row) {
    return ImageFiles.name(files.get(row).path());
  }

  @Override
  public void read(int row, byte[] into, int offset) throws DataException {
    byte[] planes = ImageDecoder.decode(files.get(row).path(), preprocessing);
    System.arraycopy(planes, 0, into, offset, planes.length);
  }

  @Override
  public int workers() {
    return Runtime.getRuntime().availableProcessors();
  }

  @Override
  public Optional<ImageFile> file(int row) {
    return Optional.of(files.get(row));
  }
}
