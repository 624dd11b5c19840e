package arcface4j.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A residual network of basic blocks in its CIFAR form (He et al., 2016, <a
 * href="https://arxiv.org/abs/1512.03385">arXiv:1512.03385</a>, section 4.2 for the stem): a 3 x 3
 * stem without pooling, stages, global average pooling, and a linear layer where a number of
 * features is given.
 *
 * @param channels C of the input images
 * @param imageSize the smaller of H and W of the images that it is trained on; others work too
 * @param stages the stages in order; the stem has the first stage's width
 * @param features width of the final linear layer, or 0 to use the pooled values themselves
 */
public record ResNetSpec(int channels, int imageSize, List<Stage> stages, int features)
    implements BackboneSpec {

  public ResNetSpec {
    stages = List.copyOf(stages);
    BackboneSpec.check(channels, imageSize, features);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("a network without stages; at least one needed");
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

  @Override
  public int largestOfOnePixel() {
    return stages.stream().mapToInt(Stage::stride).reduce(1, (one, other) -> one * other);
  }

  @Override
  public int pooledChannels() {
    return stages.get(stages.size() - 1).channels();
  }

  @Override
  public double parameters() {
    double sum = ParameterCount.convolutionNorm(channels, stemChannels(), 3);
    int input = stemChannels();
    for (Stage stage : stages) {
      double width = stage.channels();
      sum += ParameterCount.convolutionNorm(input, width, 3);
      sum += (2.0 * stage.blocks() - 1) * ParameterCount.convolutionNorm(width, width, 3);
      if (stage.stride() != 1 || input != stage.channels()) {
        sum += ParameterCount.convolutionNorm(input, width, 1);
      }
      input = stage.channels();
    }
    return sum + ParameterCount.linear(pooledChannels(), features);
  }
}
