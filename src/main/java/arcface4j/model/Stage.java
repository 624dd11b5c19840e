package arcface4j.model;

/**
 * A stage of a residual network: blocks of equal width, the first of which may halve the size.
 *
 * @param blocks number of basic blocks, at least 1
 * @param channels output channels of every block
 * @param stride step of the first block, 1 or 2
 */
public record Stage(int blocks, int channels, int stride) {
  public Stage {
    if (blocks < 1 || channels < 1 || stride < 1 || stride > 2) {
      throw new IllegalArgumentException(
          "a stage of %d blocks, %d channels and stride %d; needed: 1 or more, 1 or more, 1 or 2"
              .formatted(blocks, channels, stride));
    }
  }
}
