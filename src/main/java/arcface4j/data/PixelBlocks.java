package arcface4j.data;

import java.util.Optional;

/** Images in memory. They lie in several blocks, so that there may be more than one Java array. */
final class PixelBlocks implements ImageSource {

  private final byte[][] blocks; // [block][imagesPerBlock * C * H * W]
  private final int imagesPerBlock;
  private final String[] names; // [N]
  private final ImageShape shape;

  PixelBlocks(byte[][] blocks, int imagesPerBlock, String[] names, ImageShape shape) {
    this.blocks = blocks;
    this.imagesPerBlock = imagesPerBlock;
    this.names = names;
    this.shape = shape;
  }

  @Override
  public int size() {
    return names.length;
  }

  @Override
  public ImageShape shape() {
    return shape;
  }

  @Override
  public String name(int row) {
    return names[row];
  }

  @Override
  public void read(int row, byte[] into, int offset) {
    int from = row % imagesPerBlock * shape.values();
    System.arraycopy(blocks[row / imagesPerBlock], from, into, offset, shape.values());
  }

  @Override
  public int workers() {
    return 1;
  }

  @Override
  public Optional<ImageFile> file(int row) {
    return Optional.empty();
  }
}
