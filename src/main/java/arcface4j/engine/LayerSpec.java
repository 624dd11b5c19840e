package arcface4j.engine;

import java.util.List;

/**
 * One layer of a {@link NetworkSpec}. Inputs are names of earlier layers or {@link
 * NetworkSpec#IMAGES}.
 */
public sealed interface LayerSpec {

  String name();

  /** Names of the values that the layer reads. */
  List<String> inputs();

  /**
   * The shape of what the layer gives.
   *
   * @param inputs shapes of its inputs
   * @throws IllegalArgumentException if the layer does not fit them
   */
  Shape output(List<Shape> inputs);

  /** The tensors that the layer needs; most have none. */
  default List<ParameterSpec> parameters(Shape input) {
    return List.of();
  }

  /** A layer that reads one value. */
  sealed interface OfOneInput extends LayerSpec {

    String input();

    @Override
    default List<String> inputs() {
      return List.of(input());
    }
  }

  /** A convolution without bias: square kernel, equal padding on all sides. */
  record Convolution(String name, String input, int channels, int kernel, int stride, int padding)
      implements OfOneInput {

    public Convolution {
      if (channels < 1 || kernel < 1 || stride < 1 || padding < 0 || padding >= kernel) {
        throw new IllegalArgumentException(
            "convolution %s: channels %d, kernel %d, stride %d must be positive and padding %d in [0, kernel)"
                .formatted(name, channels, kernel, stride, padding));
      }
    }

    @Override
    public Shape output(List<Shape> inputs) {
      Shape in = inputs.get(0);
      if (Math.min(in.height(), in.width()) + 2 * padding < kernel) {
        throw new IllegalArgumentException(
            "convolution %s: kernel %d is larger than %s with padding %d"
                .formatted(name, kernel, in, padding));
      }
      return new Shape(channels, steps(in.height()), steps(in.width()));
    }

    private int steps(int size) {
      return (size + 2 * padding - kernel) / stride + 1;
    }

    @Override
    public List<ParameterSpec> parameters(Shape input) {
      return List.of(
          ParameterSpec.trainable(name + ".weight", channels, input.channels(), kernel, kernel));
    }
  }

  /** Batch normalisation over N, H and W, with ReLU behind it if asked for. */
  record Norm(String name, String input, boolean relu, float epsilon) implements OfOneInput {

    /** PyTorch's default epsilon. */
    public static final float EPSILON = 1e-5f;

    public Norm(String name, String input, boolean relu) {
      this(name, input, relu, EPSILON);
    }

    @Override
    public Shape output(List<Shape> inputs) {
      return inputs.get(0);
    }

    @Override
    public List<ParameterSpec> parameters(Shape input) {
      int channels = input.channels();
      return List.of(
          ParameterSpec.trainable(name + ".weight", channels),
          ParameterSpec.trainable(name + ".bias", channels),
          ParameterSpec.statistic(name + ".running_mean", channels),
          ParameterSpec.statistic(name + ".running_var", channels));
    }
  }

  /** {@link Activation#GELU}. */
  record Gelu(String name, String input) implements OfOneInput {

    @Override
    public Shape output(List<Shape> inputs) {
      return inputs.get(0);
    }
  }

  /** relu(left + right). */
  record AddRelu(String name, String left, String right) implements LayerSpec {

    @Override
    public List<String> inputs() {
      return List.of(left, right);
    }

    @Override
    public Shape output(List<Shape> inputs) {
      if (!inputs.get(0).equals(inputs.get(1))) {
        throw new IllegalArgumentException(
            "add %s: shapes %s and %s differ".formatted(name, inputs.get(0), inputs.get(1)));
      }
      return inputs.get(0);
    }
  }

  /**
   * The largest number of each window of size x size pixels, side by side. Rows and columns at the
   * end that fill no window are left out.
   *
   * @param window size of a window in pixels
   */
  record MaxPool(String name, String input, int window) implements OfOneInput {

    public MaxPool {
      if (window < 1) {
        throw new IllegalArgumentException(
            "max pooling %s: window %d is not positive".formatted(name, window));
      }
    }

    @Override
    public Shape output(List<Shape> inputs) {
      Shape in = inputs.get(0);
      if (Math.min(in.height(), in.width()) < window) {
        throw new IllegalArgumentException(
            "max pooling %s: window %d is larger than %s".formatted(name, window, in));
      }
      return new Shape(in.channels(), in.height() / window, in.width() / window);
    }
  }

  /** The average over H and W. */
  record GlobalPool(String name, String input) implements OfOneInput {

    @Override
    public Shape output(List<Shape> inputs) {
      return new Shape(inputs.get(0).channels(), 1, 1);
    }
  }

  /** A linear layer with bias over all numbers of an image; the last layer of a network. */
  record Linear(String name, String input, int features) implements OfOneInput {

    public Linear {
      if (features < 1) {
        throw new IllegalArgumentException(
            "linear %s: features %d is not positive".formatted(name, features));
      }
    }

    @Override
    public Shape output(List<Shape> inputs) {
      Shape in = inputs.get(0);
      if (in.height() != 1 || in.width() != 1) {
        throw new IllegalArgumentException(
            "linear %s: input %s is not pooled to 1x1".formatted(name, in));
      }
      return new Shape(features, 1, 1);
    }

    @Override
    public List<ParameterSpec> parameters(Shape input) {
      return List.of(
          ParameterSpec.trainable(name + ".weight", features, input.channels()),
          ParameterSpec.trainable(name + ".bias", features));
    }
  }
}
