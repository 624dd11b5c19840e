package arcface4j.benchmarks;

import arcface4j.engine.LayerSpec;
import arcface4j.engine.NetworkSpec;
import arcface4j.engine.Shape;

/** The kernels of ResNet18, each on a shape that it has there; 1 x 1 with stride 1 is no part. */
public enum KernelCase {
  CONV_3X3(64, 32, convolution(64, 3, 1)),
  CONV_3X3_STRIDE_2(64, 32, convolution(128, 3, 2)),
  CONV_1X1(64, 32, convolution(128, 1, 1)),
  CONV_1X1_STRIDE_2(64, 32, convolution(128, 1, 2)),
  NORM_RELU(64, 32, new LayerSpec.Norm("norm", NetworkSpec.IMAGES, true)),
  ADD_RELU(64, 32, new LayerSpec.AddRelu("add", NetworkSpec.IMAGES, NetworkSpec.IMAGES)),
  POOL(512, 4, new LayerSpec.GlobalPool("pool", NetworkSpec.IMAGES)),
  LINEAR(512, 1, new LayerSpec.Linear("linear", NetworkSpec.IMAGES, 512));

  private final Shape input;
  private final LayerSpec layer;

  KernelCase(int channels, int size, LayerSpec layer) {
    this.input = new Shape(channels, size, size);
    this.layer = layer;
  }

  private static LayerSpec convolution(int channels, int kernel, int stride) {
    return new LayerSpec.Convolution(
        "conv", NetworkSpec.IMAGES, channels, kernel, stride, kernel / 2);
  }

  Shape input() {
    return input;
  }

  LayerSpec layer() {
    return layer;
  }
}
