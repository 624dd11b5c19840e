package arcface4j.model;

import arcface4j.engine.Activation;

/** The layers of a {@link ResNetSpec} in front of the global pooling. */
final class ResNetStructure {

  private final BackboneWriter writer;

  private ResNetStructure(BackboneWriter writer) {
    this.writer = writer;
  }

  /** Writes them and returns the name of the last one. */
  static String write(ResNetSpec spec, BackboneWriter writer) {
    return new ResNetStructure(writer).write(spec);
  }

  private String write(ResNetSpec spec) {
    String last = writer.stem(spec.stemChannels(), Activation.RELU);
    int channels = spec.stemChannels();
    for (int stage = 0; stage < spec.stages().size(); stage++) {
      last = stage("layer" + (stage + 1), spec.stages().get(stage), channels, last);
      channels = spec.stages().get(stage).channels();
    }
    return last;
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
    String first = writer.convolution(name + ".conv1", to, 3, stride, input);
    String inner = writer.norm(name + ".bn1", Activation.RELU, name + ".relu1", first);
    String second =
        writer.norm(name + ".bn2", writer.convolution(name + ".conv2", to, 3, 1, inner));
    String shortcut = input;
    if (stride != 1 || from != to) {
      String projected = writer.convolution(name + ".shortcut.0", to, 1, stride, input);
      shortcut = writer.norm(name + ".shortcut.1", projected);
    }
    return writer.addRelu(name + ".add", name + ".relu2", second, shortcut);
  }
}
