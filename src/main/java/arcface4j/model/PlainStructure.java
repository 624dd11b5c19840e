package arcface4j.model;

/** The layers of a {@link PlainSpec} in front of the global pooling. */
final class PlainStructure {

  private final PlainSpec spec;
  private final BackboneWriter writer;

  private PlainStructure(PlainSpec spec, BackboneWriter writer) {
    this.spec = spec;
    this.writer = writer;
  }

  /** Writes them and returns the name of the last one. */
  static String write(PlainSpec spec, BackboneWriter writer) {
    return new PlainStructure(spec, writer).write();
  }

  private String write() {
    String last = writer.stem(spec.stem(), spec.activation());
    for (int stage = 0; stage < spec.widths().size(); stage++) {
      last = stage("layer" + (stage + 1), spec.widths().get(stage), last);
    }
    return last;
  }

  private String stage(String name, int channels, String input) {
    String first = writer.identityConvolution(name + ".conv1", channels, input);
    // In front of the norm, which has a quarter to do then.
    String pooled = writer.maxPool(name + ".pool", PlainSpec.POOLING, first);
    String inner = norm(name, 1, pooled);
    return norm(name, 2, writer.identityConvolution(name + ".conv2", channels, inner));
  }

  private String norm(String stage, int number, String input) {
    String activation = stage + "." + spec.activation().label() + number;
    return writer.norm(stage + ".bn" + number, spec.activation(), activation, input);
  }
}
