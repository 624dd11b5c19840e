package arcface4j.model;

/** The layers of a {@link PlainSpec} in front of the global pooling. */
final class PlainStructure {

  private PlainStructure() {}

  /** Writes them and returns the name of the last one. */
  static String write(PlainSpec spec, BackboneWriter writer) {
    String last = writer.stem(spec.stem());
    for (int stage = 0; stage < spec.widths().size(); stage++) {
      last = stage("layer" + (stage + 1), spec.widths().get(stage), last, writer);
    }
    return last;
  }

  private static String stage(String name, int channels, String input, BackboneWriter writer) {
    String first = writer.identityConvolution(name + ".conv1", channels, input);
    // In front of the norm, which has a quarter to do then.
    String pooled = writer.maxPool(name + ".pool", PlainSpec.POOLING, first);
    String inner = writer.normRelu(name + ".bn1", name + ".relu1", pooled);
    String second = writer.identityConvolution(name + ".conv2", channels, inner);
    return writer.normRelu(name + ".bn2", name + ".relu2", second);
  }
}
