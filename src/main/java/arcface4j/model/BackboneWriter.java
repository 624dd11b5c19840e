package arcface4j.model;

import arcface4j.engine.Activation;

/**
 * Writes a {@link BackboneSpec} down layer by layer, in one of the forms it can be computed in.
 * Every method returns the name under which the layer's output is read.
 *
 * <p>Layers with parameters have the names of their PyTorch modules ({@code conv1}, {@code
 * layer2.0.bn1}, {@code layer2.0.shortcut.0}, {@code linear}), so that a parameter is found under
 * its {@code state_dict} key in every form.
 */
abstract class BackboneWriter {

  static final String IMAGES = "images";
  static final String POOLED = "avgpool";
  static final String LINEAR = "linear";

  /** A convolution without bias, padded by half its kernel. */
  abstract String convolution(String name, int channels, int kernel, int stride, String input);

  /** A 3 x 3 convolution whose first output channels begin as its input channels. */
  abstract String identityConvolution(String name, int channels, String input);

  abstract String norm(String name, String input);

  /** A batch norm and an activation behind it. */
  abstract String norm(String name, Activation activation, String activationName, String input);

  /** The ReLU of a sum. */
  abstract String addRelu(String addName, String reluName, String left, String right);

  /** The largest number of each window of size x size pixels, side by side. */
  abstract String maxPool(String name, int window, String input);

  abstract String globalPool(String name, String input);

  abstract String linear(String name, int features, String input);

  /** The name of what is the embedding, before it is scaled to unit length. */
  static String featuresName(BackboneSpec spec) {
    return spec.linearFeatures().isPresent() ? LINEAR : POOLED;
  }

  final void write(BackboneSpec spec) {
    String last =
        spec instanceof PlainSpec plain
            ? PlainStructure.write(plain, this)
            : ResNetStructure.write((ResNetSpec) spec, this);
    String pooled = globalPool(POOLED, last);
    spec.linearFeatures().ifPresent(features -> linear(LINEAR, features, pooled));
  }

  /** Convolution, norm and activation in front of all stages. */
  final String stem(int channels, Activation activation) {
    String convolved = convolution("conv1", channels, 3, 1, IMAGES);
    return norm("bn1", activation, activation.label(), convolved);
  }
}
