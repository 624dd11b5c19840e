package arcface4j.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.OptionalInt;

/**
 * A network without its head: layers that end in a global average pooling, and a linear layer where
 * a number of features is given.
 *
 * <p>In JSON each kind is known by its own components.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({@JsonSubTypes.Type(ResNetSpec.class), @JsonSubTypes.Type(PlainSpec.class)})
public sealed interface BackboneSpec permits ResNetSpec, PlainSpec {

  /** The smallest images that a network is made for: CIFAR-10's. */
  int SMALLEST_IMAGE = 32;

  /** C of the input images. */
  int channels();

  /** The smaller of H and W of the images that the network is trained on; others work too. */
  int imageSize();

  /** Width of the final linear layer, or 0 to use the pooled values themselves. */
  int features();

  /** Channels that the global pooling leaves. */
  int pooledChannels();

  /** The largest image, in pixels of a side, of which the last stage leaves one pixel. */
  int largestOfOnePixel();

  /**
   * How many parameters and running statistics it has, without building it; a double, since a spec
   * from a file may ask for more than a long counts.
   */
  double parameters();

  /** Width of the final linear layer, if there is one. */
  default OptionalInt linearFeatures() {
    return features() == 0 ? OptionalInt.empty() : OptionalInt.of(features());
  }

  /** D: the width of the embedding. */
  default int embeddingWidth() {
    return features() == 0 ? pooledChannels() : features();
  }

  /** Refuses what no backbone can have. */
  static void check(int channels, int imageSize, int features) {
    if (channels < 1) {
      throw new IllegalArgumentException("images of " + channels + " channels; 1 or more needed");
    }
    if (imageSize < SMALLEST_IMAGE) {
      throw new IllegalArgumentException(
          "image size " + imageSize + " is too small; " + SMALLEST_IMAGE + " or more needed");
    }
    if (features < 0) {
      throw new IllegalArgumentException(
          features + " features; needed: 1 or more, or 0 for the pooled values");
    }
  }
}
