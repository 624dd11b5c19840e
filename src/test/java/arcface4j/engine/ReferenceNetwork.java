package arcface4j.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The slow, obvious twin of the programs, in double: the judge of the fast kernels. Every tensor is
 * plain [N, C, H, W] in C order.
 */
final class ReferenceNetwork {

  private final NetworkSpec spec;
  private final int batch;
  private final Map<String, double[]> parameters;
  private final Map<String, double[]> outputs = new HashMap<>();
  private final Map<String, double[]> gradients = new HashMap<>();
  private final Map<String, double[]> parameterGradients = new HashMap<>();
  private final Map<String, double[]> means = new HashMap<>();
  private final Map<String, double[]> variances = new HashMap<>();
  private final Map<String, double[]> beforeRelu = new HashMap<>();

  ReferenceNetwork(NetworkSpec spec, int batch, Map<String, double[]> parameters) {
    this.spec = spec;
    this.batch = batch;
    this.parameters = parameters;
  }

  double[] forward(double[] images, boolean training) {
    outputs.put(NetworkSpec.IMAGES, images);
    for (LayerSpec layer : spec.layers()) {
      outputs.put(layer.name(), forward(layer, training));
    }
    return outputs.get(spec.last().name());
  }

  /** Returns the gradient in the images. */
  double[] backward(double[] featureGradient) {
    gradients.clear();
    gradients.put(spec.last().name(), featureGradient);
    List<LayerSpec> reversed = new ArrayList<>(spec.layers());
    Collections.reverse(reversed);
    reversed.forEach(layer -> backward(layer, gradients.get(layer.name())));
    return gradients.get(NetworkSpec.IMAGES);
  }

  double[] parameterGradient(String name) {
    return parameterGradients.get(name);
  }

  double[] mean(String norm) {
    return means.get(norm);
  }

  double[] unbiasedVariance(String norm) {
    double[] variance = variances.get(norm).clone();
    double numbers = (double) outputs.get(norm).length / variance.length;
    for (int c = 0; c < variance.length; c++) {
      variance[c] *= numbers / (numbers - 1);
    }
    return variance;
  }

  /** What the last layer's ReLU got, or null without one. */
  double[] beforeLastRelu() {
    return beforeRelu.get(spec.last().name());
  }

  private double[] forward(LayerSpec layer, boolean training) {
    double[] in = outputs.get(layer.inputs().get(0));
    if (layer instanceof LayerSpec.Convolution convolution) {
      double[] out = new double[length(layer.name())];
      convolve(convolution, (o, i, w) -> out[o] += in[i] * weights(layer)[w]);
      return out;
    }
    if (layer instanceof LayerSpec.Norm norm) {
      return relu(norm.name(), norm.relu(), normalise(norm, in, training));
    }
    if (layer instanceof LayerSpec.AddRelu add) {
      return relu(add.name(), true, sum(in, outputs.get(add.right())));
    }
    return layer instanceof LayerSpec.GlobalPool
        ? pool(in, length(layer.name()))
        : linear(layer, in);
  }

  private void backward(LayerSpec layer, double[] gradient) {
    if (layer instanceof LayerSpec.Convolution convolution) {
      backwardConvolution(convolution, gradient);
    } else if (layer instanceof LayerSpec.Norm norm) {
      backwardNorm(norm, norm.relu() ? masked(norm.name(), gradient) : gradient);
    } else if (layer instanceof LayerSpec.AddRelu add) {
      addGradient(add.left(), masked(add.name(), gradient));
      addGradient(add.right(), masked(add.name(), gradient));
    } else if (layer instanceof LayerSpec.GlobalPool pool) {
      double[] spread = new double[length(pool.input())];
      int area = spread.length / gradient.length;
      for (int i = 0; i < spread.length; i++) {
        spread[i] = gradient[i / area] / area;
      }
      addGradient(pool.input(), spread);
    } else {
      backwardLinear(layer, gradient);
    }
  }

  private interface Product {
    void at(int output, int input, int weight);
  }

  // Every product of a convolution, by the indices of its output, input and weight.
  private void convolve(LayerSpec.Convolution c, Product product) {
    Shape in = spec.shape(c.input());
    Shape out = spec.shape(c.name());
    for (int n = 0; n < batch; n++) {
      for (int k = 0; k < c.channels(); k++) {
        for (int y = 0; y < out.height(); y++) {
          for (int x = 0; x < out.width(); x++) {
            int o = ((n * c.channels() + k) * out.height() + y) * out.width() + x;
            for (int ic = 0; ic < in.channels(); ic++) {
              for (int r = 0; r < c.kernel(); r++) {
                int row = y * c.stride() + r - c.padding();
                if (row < 0 || row >= in.height()) {
                  continue;
                }
                for (int s = 0; s < c.kernel(); s++) {
                  int column = x * c.stride() + s - c.padding();
                  if (column >= 0 && column < in.width()) {
                    int i = ((n * in.channels() + ic) * in.height() + row) * in.width() + column;
                    product.at(o, i, ((k * in.channels() + ic) * c.kernel() + r) * c.kernel() + s);
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  private void backwardConvolution(LayerSpec.Convolution c, double[] gradient) {
    double[] in = outputs.get(c.input());
    double[] w = weights(c);
    double[] inputGradient = new double[in.length];
    double[] weightGradient = new double[w.length];
    convolve(
        c,
        (o, i, j) -> {
          inputGradient[i] += gradient[o] * w[j];
          weightGradient[j] += gradient[o] * in[i];
        });
    parameterGradients.put(c.name() + ".weight", weightGradient);
    addGradient(c.input(), inputGradient);
  }

  private double[] normalise(LayerSpec.Norm norm, double[] in, boolean training) {
    Shape shape = spec.shape(norm.name());
    double[] mean = parameters.get(norm.name() + ".running_mean");
    double[] variance = parameters.get(norm.name() + ".running_var");
    if (training) {
      mean = new double[shape.channels()];
      variance = new double[shape.channels()];
      double numbers = (double) in.length / shape.channels();
      for (int i = 0; i < in.length; i++) {
        mean[channel(i, shape)] += in[i] / numbers;
      }
      for (int i = 0; i < in.length; i++) {
        double d = in[i] - mean[channel(i, shape)];
        variance[channel(i, shape)] += d * d / numbers;
      }
      means.put(norm.name(), mean);
      variances.put(norm.name(), variance);
    }
    double[] out = new double[in.length];
    double[] bias = parameters.get(norm.name() + ".bias");
    for (int i = 0; i < in.length; i++) {
      int c = channel(i, shape);
      out[i] =
          (in[i] - mean[c]) / Math.sqrt(variance[c] + norm.epsilon()) * weights(norm)[c] + bias[c];
    }
    return out;
  }

  private void backwardNorm(LayerSpec.Norm norm, double[] gradient) {
    Shape shape = spec.shape(norm.name());
    double[] in = outputs.get(norm.input());
    double[] mean = means.get(norm.name());
    double[] variance = variances.get(norm.name());
    double[] shiftGradient = new double[mean.length];
    double[] scaleGradient = new double[mean.length];
    double[] normalised = new double[in.length];
    for (int i = 0; i < in.length; i++) {
      int c = channel(i, shape);
      normalised[i] = (in[i] - mean[c]) / Math.sqrt(variance[c] + norm.epsilon());
      shiftGradient[c] += gradient[i];
      scaleGradient[c] += gradient[i] * normalised[i];
    }
    double numbers = (double) in.length / shape.channels();
    double[] inputGradient = new double[in.length];
    for (int i = 0; i < in.length; i++) {
      int c = channel(i, shape);
      double centred =
          gradient[i] - shiftGradient[c] / numbers - normalised[i] * scaleGradient[c] / numbers;
      inputGradient[i] = weights(norm)[c] / Math.sqrt(variance[c] + norm.epsilon()) * centred;
    }
    parameterGradients.put(norm.name() + ".weight", scaleGradient);
    parameterGradients.put(norm.name() + ".bias", shiftGradient);
    addGradient(norm.input(), inputGradient);
  }

  private double[] linear(LayerSpec layer, double[] in) {
    double[] bias = parameters.get(layer.name() + ".bias");
    int channels = in.length / batch;
    double[] out = new double[batch * bias.length];
    for (int o = 0; o < out.length; o++) {
      out[o] = bias[o % bias.length];
      for (int c = 0; c < channels; c++) {
        out[o] +=
            in[o / bias.length * channels + c] * weights(layer)[o % bias.length * channels + c];
      }
    }
    return out;
  }

  private void backwardLinear(LayerSpec layer, double[] gradient) {
    String input = layer.inputs().get(0);
    double[] in = outputs.get(input);
    int channels = in.length / batch;
    int features = gradient.length / batch;
    double[] inputGradient = new double[in.length];
    double[] weightGradient = new double[features * channels];
    double[] biasGradient = new double[features];
    for (int o = 0; o < gradient.length; o++) {
      biasGradient[o % features] += gradient[o];
      for (int c = 0; c < channels; c++) {
        int i = o / features * channels + c;
        int w = o % features * channels + c;
        inputGradient[i] += gradient[o] * weights(layer)[w];
        weightGradient[w] += gradient[o] * in[i];
      }
    }
    parameterGradients.put(layer.name() + ".weight", weightGradient);
    parameterGradients.put(layer.name() + ".bias", biasGradient);
    addGradient(input, inputGradient);
  }

  private static double[] pool(double[] in, int length) {
    double[] out = new double[length];
    int area = in.length / length;
    for (int i = 0; i < in.length; i++) {
      out[i / area] += in[i] / area;
    }
    return out;
  }

  private double[] relu(String name, boolean wanted, double[] in) {
    if (!wanted) {
      return in;
    }
    beforeRelu.put(name, in);
    double[] out = in.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.max(0, out[i]);
    }
    return out;
  }

  private double[] masked(String name, double[] gradient) {
    double[] masked = gradient.clone();
    for (int i = 0; i < masked.length; i++) {
      masked[i] = outputs.get(name)[i] > 0 ? gradient[i] : 0;
    }
    return masked;
  }

  private static double[] sum(double[] a, double[] b) {
    double[] sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  private void addGradient(String name, double[] gradient) {
    gradients.merge(name, gradient, ReferenceNetwork::sum);
  }

  private double[] weights(LayerSpec layer) {
    return parameters.get(layer.name() + ".weight");
  }

  private int length(String name) {
    return Math.toIntExact(batch * spec.shape(name).length());
  }

  private static int channel(int index, Shape shape) {
    return index / (shape.height() * shape.width()) % shape.channels();
  }
}
