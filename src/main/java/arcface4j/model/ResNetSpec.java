package arcface4j.model;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A residual network of basic blocks in its CIFAR form (He et al., 2016, <a
 * href="https://arxiv.org/abs/1512.03385">arXiv:1512.03385</a>, section 4.2 for the stem): a 3 x 3
 * stem without pooling, stages, global average pooling, and a linear layer where a number of
 * features is given.
 *
 * @param channels C of the input images
 * @param imageSize H = W of the images the network is trained on; other sizes work too
 * @param stages the stages in order; the stem has the first stage's width
 * @param features width of the final linear layer, or 0 to use the pooled values themselves
 */
public record ResNetSpec(int channels, int imageSize, List<Stage> stages, int features) {

  /** The smallest images that a network is made for: CIFAR-10's. */
  public static final int SMALLEST_IMAGE = 32;

  public ResNetSpec {
    stages = List.copyOf(stages);
    if (channels < 1) {
      throw new IllegalArgumentException("images of " + channels + " channels; 1 or more needed");
    }
    if (imageSize < SMALLEST_IMAGE) {
      throw new IllegalArgumentException(
          "image size " + imageSize + " is too small; " + SMALLEST_IMAGE + " or more needed");
    }
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("a network without stages; at least one needed");
    }
    if (features < 0) {
      throw new IllegalArgumentException(
          features + " features; needed: 1 or more, or 0 for the pooled values");
    }
  }

  /**
   * The four stages of the well-known depths.
   *
   * @param blocks blocks of each stage: 2, 2, 2, 2 for ResNet18 and 3, 4, 6, 3 for ResNet34
   * @param width channels of the stem and the first stage, 64 in the paper; doubled by every stage
   * @param features as in the record
   */
  public static ResNetSpec of(
      List<Integer> blocks, int width, int channels, int imageSize, int features) {
    List<Stage> stages = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      stages.add(new Stage(blocks.get(i), width << i, i == 0 ? 1 : 2));
    }
    return new ResNetSpec(channels, imageSize, stages, features);
  }

  /** Channels of the stem. */
  public int stemChannels() {
    return stages.get(0).channels();
  }

  /** The largest image, in pixels of a side, of which the last stage leaves one pixel. */
  public int reduction() {
    return stages.stream().mapToInt(Stage::stride).reduce(1, (one, other) -> one * other);
  }

  /** Channels that the global pooling leaves. */
  public int pooledChannels() {
    return stages.get(stages.size() - 1).channels();
  }

  /** Width of the final linear layer, if there is one. */
  public OptionalInt linearFeatures() {
    return features == 0 ? OptionalInt.empty() : OptionalInt.of(features);
  }

  /**
   * How many parameters and running statistics it has, without building it; a double, since a spec
   * from a file may ask for more than a long counts.
   */
  public double parameters() {
    double sum = convolutionNorm(channels, stemChannels(), 9);
    int input = stemChannels();
    for (Stage stage : stages) {
      double width = stage.channels();
      sum += convolutionNorm(input, width, 9) + convolutionNorm(width, width, 9);
      sum += 2 * (stage.blocks() - 1.0) * convolutionNorm(width, width, 9);
      if (stage.stride() != 1 || input != stage.channels()) {
        sum += convolutionNorm(input, width, 1);
      }
      input = stage.channels();
    }
    return sum + (features == 0 ? 0 : (pooledChannels() + 1.0) * features);
  }

  /** A kernel without bias; weight, bias, running mean and variance of the norm. */
  private static double convolutionNorm(double from, double to, int kernelArea) {
    return from * to * kernelArea + 4 * to;
  }

  /** D: the width of the embedding. */
  public int embeddingWidth() {
    return features == 0 ? pooledChannels() : features;
  }
}
