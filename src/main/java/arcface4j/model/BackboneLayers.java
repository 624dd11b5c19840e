package arcface4j.model;

import arcface4j.engine.Activation;
import arcface4j.engine.LayerSpec;
import arcface4j.engine.NetworkSpec;
import arcface4j.engine.Shape;
import java.util.ArrayList;
import java.util.List;

/** The network as the fast engine's list of layers. */
public final class BackboneLayers extends BackboneWriter {

  private final List<LayerSpec> layers = new ArrayList<>();

  private BackboneLayers() {}

  /** The network for images of the height and width that it is trained on. */
  public static NetworkSpec of(BackboneSpec spec) {
    return of(spec, spec.imageSize(), spec.imageSize());
  }

  /** The network for images of this height and width. */
  public static NetworkSpec of(BackboneSpec spec, int height, int width) {
    BackboneLayers written = new BackboneLayers();
    written.write(spec);
    return new NetworkSpec(new Shape(spec.channels(), height, width), written.layers);
  }

  private String add(LayerSpec layer) {
    layers.add(layer);
    return layer.name();
  }

  @Override
  String convolution(String name, int channels, int kernel, int stride, String input) {
    return add(new LayerSpec.Convolution(name, input, channels, kernel, stride, kernel / 2));
  }

  @Override
  String identityConvolution(String name, int channels, String input) {
    return convolution(name, channels, 3, 1, input);
  }

  @Override
  String norm(String name, String input) {
    return add(new LayerSpec.Norm(name, input, false));
  }

  @Override
  String norm(String name, Activation activation, String activationName, String input) {
    String normed = add(new LayerSpec.Norm(name, input, activation == Activation.RELU));
    return activation == Activation.GELU ? add(new LayerSpec.Gelu(activationName, normed)) : normed;
  }

  @Override
  String addRelu(String addName, String reluName, String left, String right) {
    return add(new LayerSpec.AddRelu(addName, left, right));
  }

  @Override
  String maxPool(String name, int window, String input) {
    return add(new LayerSpec.MaxPool(name, input, window));
  }

  @Override
  String globalPool(String name, String input) {
    return add(new LayerSpec.GlobalPool(name, input));
  }

  @Override
  String linear(String name, int features, String input) {
    return add(new LayerSpec.Linear(name, input, features));
  }
}
