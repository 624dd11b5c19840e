package arcface4j.model;

import arcface4j.engine.LayerSpec;
import arcface4j.engine.NetworkSpec;
import arcface4j.engine.Shape;
import arcface4j.head.MarginHead;

/**
 * What a training step of the generic kernels takes beside the images: every activation stays until
 * the way back, in float32.
 *
 * @param spec the network
 * @param batchSize N
 * @param head behind it
 * @param classes K
 */
public record TrainingMemory(BackboneSpec spec, int batchSize, MarginHead head, int classes) {

  private static final double GIB = 1L << 30;

  /** An array of all parameters has an int of bytes. */
  private static final double MOST_PARAMETERS = (Integer.MAX_VALUE - 8) / Float.BYTES;

  /** Gradients of activations, scratch of convolutions: measured at a quarter and below. */
  private static final double WITH_SCRATCH = 1.3;

  /** Bytes of one step, roughly. */
  public double bytes() {
    return WITH_SCRATCH * Float.BYTES * batchSize * activationsOfImage();
  }

  private double activationsOfImage() {
    NetworkSpec layers = BackboneLayers.of(spec);
    double sum = (double) classes * head.centres().perClass();
    for (LayerSpec layer : layers.layers()) {
      sum += arrays(layer) * numbers(layers.shape(layer.name()));
    }
    return sum;
  }

  /** In double: a spec from a file may ask for more than a long counts. */
  private static double numbers(Shape shape) {
    return (double) shape.channels() * shape.height() * shape.width();
  }

  /** A ReLU has an array of its own. */
  private static int arrays(LayerSpec layer) {
    boolean relu =
        layer instanceof LayerSpec.AddRelu || layer instanceof LayerSpec.Norm norm && norm.relu();
    return relu ? 2 : 1;
  }

  /**
   * Refuses a step that the machine has no room for, and a network of more parameters than can be
   * saved.
   *
   * @throws IllegalArgumentException with both numbers
   */
  public void requireWithin(long availableBytes) {
    double parameters = spec.parameters() + head.parameters(spec.embeddingWidth(), classes);
    if (parameters > MOST_PARAMETERS) {
      throw new IllegalArgumentException(
          "the network has %.0f parameters; at most %.0f can be trained; give a smaller --width or fewer --subcenters"
              .formatted(parameters, MOST_PARAMETERS));
    }
    if (bytes() > availableBytes) {
      throw new IllegalArgumentException(
          "a batch of %d images of %d x %d needs about %.1f GiB, and there are %.1f; give a smaller --batch-size, --width or --image-size"
              .formatted(
                  batchSize,
                  spec.imageSize(),
                  spec.imageSize(),
                  bytes() / GIB,
                  availableBytes / GIB));
    }
  }
}
