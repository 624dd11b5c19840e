package arcface4j.engine;

import java.util.ArrayList;
import java.util.List;

/** The CIFAR form of ResNet from basic blocks, with PyTorch's parameter names. */
final class ResidualNetworks {

  private final List<LayerSpec> layers = new ArrayList<>();
  private int channels;

  private ResidualNetworks() {}

  /** 3x3 stem, four stages of 64 to 512 channels with two blocks each, 512 features. */
  static NetworkSpec resnet18() {
    return of(new Shape(3, 32, 32), new int[] {64, 128, 256, 512}, new int[] {2, 2, 2, 2}, 512);
  }

  static NetworkSpec of(Shape image, int[] planes, int[] blocks, int features) {
    ResidualNetworks network = new ResidualNetworks();
    String last = network.build(planes, blocks);
    network.layers.add(new LayerSpec.GlobalPool("pool", last));
    network.layers.add(new LayerSpec.Linear("linear", "pool", features));
    return new NetworkSpec(image, network.layers);
  }

  private String build(int[] planes, int[] blocks) {
    channels = planes[0];
    add(new LayerSpec.Convolution("conv1", NetworkSpec.IMAGES, planes[0], 3, 1, 1));
    String last = add(new LayerSpec.Norm("bn1", "conv1", true));
    for (int stage = 0; stage < planes.length; stage++) {
      for (int block = 0; block < blocks[stage]; block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        String name = "layer" + (stage + 1) + "." + block;
        last = block(name, last, planes[stage], stride);
      }
    }
    return last;
  }

  private String block(String name, String input, int planes, int stride) {
    add(new LayerSpec.Convolution(name + ".conv1", input, planes, 3, stride, 1));
    add(new LayerSpec.Norm(name + ".bn1", name + ".conv1", true));
    add(new LayerSpec.Convolution(name + ".conv2", name + ".bn1", planes, 3, 1, 1));
    add(new LayerSpec.Norm(name + ".bn2", name + ".conv2", false));
    String shortcut = input;
    if (stride != 1 || planes != channels) {
      add(new LayerSpec.Convolution(name + ".shortcut.0", input, planes, 1, stride, 0));
      shortcut = add(new LayerSpec.Norm(name + ".shortcut.1", name + ".shortcut.0", false));
    }
    channels = planes;
    return add(new LayerSpec.AddRelu(name + ".add", name + ".bn2", shortcut));
  }

  private String add(LayerSpec layer) {
    layers.add(layer);
    return layer.name();
  }
}
