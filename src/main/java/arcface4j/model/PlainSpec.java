package arcface4j.model;

import arcface4j.engine.Activation;
import java.util.List;

/**
 * A plain network, without shortcuts (He et al., 2016, <a
 * href="https://arxiv.org/abs/1512.03385">arXiv:1512.03385</a>, section 3.3), of few and wide
 * layers (after Jordan, 2024, <a href="https://arxiv.org/abs/2404.00498">arXiv:2404.00498</a>,
 * section 3): a 3 x 3 stem, then stages of two 3 x 3 convolutions, with a 2 x 2 max pooling behind
 * the first. A stage's convolutions begin as the identity on as many channels as they read, so that
 * the untrained network passes its stem's view of the image on.
 *
 * @param channels C of the input images
 * @param imageSize the smaller of H and W of the images that it is trained on; others work too
 * @param stem channels of the stem
 * @param widths channels of the stages in order
 * @param activation behind each norm
 * @param features width of the final linear layer, or 0 to use the pooled values themselves
 */
public record PlainSpec(
    int channels,
    int imageSize,
    int stem,
    List<Integer> widths,
    Activation activation,
    int features)
    implements BackboneSpec {

  /** What halves H and W in every stage. */
  static final int POOLING = 2;

  public PlainSpec {
    widths = List.copyOf(widths);
    BackboneSpec.check(channels, imageSize, features);
    if (stem < 1 || widths.isEmpty() || widths.stream().anyMatch(width -> width < 1)) {
      throw new IllegalArgumentException(
          "a stem of %d channels and stages of %s; needed: at least one stage, each of 1 or more"
              .formatted(stem, widths));
    }
    int halvings = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(imageSize);
    if (widths.size() > halvings) {
      throw new IllegalArgumentException(
          "%d stages, each of which halves images of %d pixels; at most %d leave one"
              .formatted(widths.size(), imageSize, halvings));
    }
  }

  /**
   * Three stages, the later ones four times as wide as the first; a stem half as wide.
   *
   * @param width channels of the first stage, 64 in the paper
   * @param activation and features as in the record
   */
  public static PlainSpec of(
      int width, int channels, int imageSize, Activation activation, int features) {
    int stem = Math.max(1, width / 2);
    List<Integer> widths = List.of(width, 4 * width, 4 * width);
    return new PlainSpec(channels, imageSize, stem, widths, activation, features);
  }

  @Override
  public int pooledChannels() {
    return widths.get(widths.size() - 1);
  }

  @Override
  public int largestOfOnePixel() {
    return (POOLING << widths.size()) - 1; // what fills no window is left out
  }

  @Override
  public double parameters() {
    double sum = ParameterCount.convolutionNorm(channels, stem, 3);
    int input = stem;
    for (int width : widths) {
      sum += ParameterCount.convolutionNorm(input, width, 3);
      sum += ParameterCount.convolutionNorm(width, width, 3);
      input = width;
    }
    return sum + ParameterCount.linear(pooledChannels(), features);
  }
}
