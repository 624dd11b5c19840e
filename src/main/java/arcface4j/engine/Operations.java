package arcface4j.engine;

/**
 * What a network computes for one image: the multiplications and additions of its convolutions and
 * its linear layer. Everything else is below one in a hundred of them in ResNet18, and about three
 * in one an eighth as wide.
 *
 * @param forward of a forward pass
 * @param training of a forward and a backward pass; the images' own gradient is not computed
 */
public record Operations(double forward, double training) {

  /** Counts them, a multiplication and an addition as two. */
  public static Operations of(NetworkSpec spec) {
    double forward = 0;
    double training = 0;
    for (LayerSpec layer : spec.layers()) {
      double products = 2 * products(spec, layer);
      boolean first = layer.inputs().contains(NetworkSpec.IMAGES);
      forward += products;
      training += products * (first ? 2 : 3);
    }
    return new Operations(forward, training);
  }

  private static double products(NetworkSpec spec, LayerSpec layer) {
    double outputs = spec.shape(layer.name()).length();
    int inputChannels = spec.shape(layer.inputs().get(0)).channels();
    if (layer instanceof LayerSpec.Convolution convolution) {
      return outputs * inputChannels * convolution.kernel() * convolution.kernel();
    }
    return layer instanceof LayerSpec.Linear ? outputs * inputChannels : 0;
  }
}
