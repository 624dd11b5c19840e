package arcface4j.model.layer;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/**
 * The largest number of each window, PyTorch's {@code MaxPool2d}: windows lie side by side, and
 * what fills none is left out.
 */
public final class MaxPooling {

  private MaxPooling() {}

  /**
   * A configuration.
   *
   * @param window side of a window in pixels
   */
  public static SubsamplingLayer of(int window) {
    int[] size = {window, window};
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX, size, size)
        .convolutionMode(ConvolutionMode.Truncate)
        .build();
  }
}
