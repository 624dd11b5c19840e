package arcface4j.model;

/**
 * Writes a {@link ResNetSpec} down layer by layer, in one of the forms it can be computed in. Every
 * method returns the name under which the layer's output is read.
 *
 * <p>Layers with parameters have the names of their PyTorch modules ({@code conv1}, {@code
 * layer2.0.bn1}, {@code layer2.0.shortcut.0}, {@code linear}), so that a parameter is found under
 * its {@code state_dict} key in every form.
 */
abstract class ResNetWriter {

  static final String IMAGES = "images";
  static final String POOLED = "avgpool";
  static final String LINEAR = "linear";

  /** A convolution without bias, padded by half its kernel. */
  abstract String convolution(String name, int channels, int kernel, int stride, String input);

  abstract String norm(String name, String input);

  /** A batch norm and a ReLU behind it. */
  abstract String normRelu(String name, String reluName, String input);

  /** The ReLU of a sum. */
  abstract String addRelu(String addName, String reluName, String left, String right);

  abstract String globalPool(String name, String input);

  abstract String linear(String name, int features, String input);

  /** The name of what is the embedding, before it is scaled to unit length. */
  static String featuresName(ResNetSpec spec) {
    return spec.linearFeatures().isPresent() ? LINEAR : POOLED;
  }

  final void write(ResNetSpec spec) {
    String stem = convolution("conv1", spec.stemChannels(), 3, 1, IMAGES);
    String last = normRelu("bn1", "relu", stem);
    int channels = spec.stemChannels();
    for (int stage = 0; stage < spec.stages().size(); stage++) {
      last = stage("layer" + (stage + 1), spec.stages().get(stage), channels, last);
      channels = spec.stages().get(stage).channels();
    }
    String pooled = globalPool(POOLED, last);
    spec.linearFeatures().ifPresent(features -> linear(LINEAR, features, pooled));
  }

  private String stage(String name, Stage stage, int inputChannels, String input) {
    String last = block(name + ".0", inputChannels, stage.channels(), stage.stride(), input);
    for (int block = 1; block < stage.blocks(); block++) {
      last = block(name + "." + block, stage.channels(), stage.channels(), 1, last);
    }
    return last;
  }

  /** Two 3 x 3 convolutions; the input joins them as it is, or through a 1 x 1 convolution. */
  private String block(String name, int from, int to, int stride, String input) {
    String first = convolution(name + ".conv1", to, 3, stride, input);
    String inner = normRelu(name + ".bn1", name + ".relu1", first);
    String second = norm(name + ".bn2", convolution(name + ".conv2", to, 3, 1, inner));
    String shortcut = input;
    if (stride != 1 || from != to) {
      String projected = convolution(name + ".shortcut.0", to, 1, stride, input);
      shortcut = norm(name + ".shortcut.1", projected);
    }
    return addRelu(name + ".add", name + ".relu2", second, shortcut);
  }
}
